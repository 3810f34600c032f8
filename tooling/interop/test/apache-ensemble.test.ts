import {
  BadVersionError,
  connect,
  ConnectionLossError,
  NoAuthError,
  NotReadOnlyError,
  RequestTimeoutError,
  type ZooKeeper,
} from '@zookit/client';
import { describe, expect, test } from 'vitest';
import { apacheServer, Ensemble, installPeers, SUPER_USER, waitUntil } from '../src/index.ts';

const { java } = await installPeers(console.log);
const apache = apacheServer(java, ['-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.server.ZooKeeperServer=info']);

/** A server without a quorum grants sessions that it alone knows. */
const READ_ONLY = { localSessionsEnabled: 'true', localSessionsUpgradingEnabled: 'true' };
/** What a server logs that has no quorum and is asked for a session of the ensemble. */
const NO_QUORUM = 'Refusing global session reconnection in RO mode';
/** What a server logs that is behind a client. */
const BEHIND = /has seen zxid 0x[0-9a-f]+ our last zxid is 0x[0-9a-f]+/;
const CHANGEABLE = { reconfigEnabled: 'true', ...SUPER_USER };
const OPERATOR = [{ scheme: 'digest', auth: 'super:admin' }];

/** Longer than servers are away in these tests. */
const sessionTimeoutMs = 40_000;

/** Where the client is connected; undefined while it is not. */
function serverOf({ state }: ZooKeeper): string | undefined {
  return state.status === 'connected' ? `${state.server.host}:${state.server.port}` : undefined;
}

async function textAt(client: ZooKeeper, path: string): Promise<string> {
  const { data } = await client.get(path);
  return Buffer.from(data).toString();
}

/** Sets a znode as often as it takes to hear that it was done. */
async function setInTheEnd(client: ZooKeeper, path: string, data: string): Promise<number> {
  for (;;) {
    try {
      return (await client.set(path, data)).version;
    } catch (error) {
      if (!(error instanceof ConnectionLossError)) throw error;
    }
  }
}

describe('a member of an ensemble that has no quorum', () => {
  test('is read from by a client that accepts that, which goes on there when there is a quorum', async () => {
    await using ensemble = await Ensemble.plan(apache, 3, READ_ONLY);
    await ensemble.start(1);
    await using client = await connect({ connect: ensemble.address(1), readOnly: true });
    expect(client.state).toMatchObject({ status: 'connected', isReadOnly: true });
    await expect(client.ready({ timeoutMs: 100 })).rejects.toBeInstanceOf(RequestTimeoutError);
    await expect(client.children('/')).resolves.toMatchObject({ names: ['zookeeper'] });
    await expect(client.create('/a')).rejects.toBeInstanceOf(NotReadOnlyError);
    await expect(connect(ensemble.address(1), { timeoutMs: 100 })).rejects.toBeInstanceOf(RequestTimeoutError);
    await ensemble.start(2);
    await client.ready({ timeoutMs: 60_000 });
    expect(client.state).toMatchObject({ status: 'connected', isReadOnly: false });
    await expect(client.create('/a', null, { kind: 'ephemeral' })).resolves.toMatchObject({ path: '/a' });
  });

  test('is left by its client as soon as another server has a quorum', async () => {
    await using ensemble = await Ensemble.plan(apache, 3, READ_ONLY);
    await ensemble.startCutOff(1);
    await using client = await connect({ connect: [ensemble.address(1), ensemble.address(2)], readOnly: true });
    expect(serverOf(client)).toBe(ensemble.address(1));
    await Promise.all([ensemble.start(2), ensemble.start(3)]);
    await client.ready({ timeoutMs: 60_000 });
    expect(serverOf(client)).toBe(ensemble.address(2));
    await expect(client.create('/a', null, { kind: 'ephemeral' })).resolves.toMatchObject({ path: '/a' });
  });

  test('does not serve the sessions of the ensemble, which outlive the quorum', async () => {
    await using ensemble = await Ensemble.plan(apache, 3, READ_ONLY);
    const [first, second, third] = await Promise.all([ensemble.start(1), ensemble.start(2), ensemble.start(3)]);
    await using client = await connect({ connect: ensemble.addresses, sessionTimeoutMs });
    await using accepting = await connect({ connect: ensemble.addresses, readOnly: true, sessionTimeoutMs });
    const { id } = await accepting.ready({ timeoutMs: 60_000 });
    const { stat } = await accepting.create('/e', null, { kind: 'ephemeral' });
    await Promise.all([second.stop(), third.stop()]);
    await waitUntil('the first server refuses the session', async () => (await first.wholeLog()).includes(NO_QUORUM));
    const exists = client.exists('/e');
    await second.restart();
    expect((await accepting.ready({ timeoutMs: 60_000 })).id).toBe(id);
    await expect(exists).resolves.toEqual(stat);
    await expect(accepting.delete('/e')).resolves.toBe(true);
  });

  test('serves no client that has seen more than it has', async () => {
    await using ensemble = await Ensemble.plan(apache, 3, READ_ONLY);
    const [first, second, third] = await Promise.all([ensemble.start(1), ensemble.start(2), ensemble.start(3)]);
    await using client = await connect({ connect: ensemble.addresses, readOnly: true, sessionTimeoutMs });
    await client.ready({ timeoutMs: 60_000 });
    await client.create('/a', 'old');
    await waitUntil('the first server has the znode', async () => (await first.lastZxid()) >= client.lastZxid);
    await first.stop();
    await using writer = await connect({ connect: ensemble.addresses, sessionTimeoutMs });
    await setInTheEnd(writer, '/a', 'new');
    await waitUntil('the client has seen it', async () => (await textAt(client, '/a')) === 'new');
    const behind = await ensemble.startCutOff(1);
    await using newcomer = await connect({ connect: ensemble.address(1), readOnly: true });
    expect(await textAt(newcomer, '/a')).toBe('old');
    await Promise.all([second.stop(), third.stop()]);
    await waitUntil('the first server has refused the client', async () => BEHIND.test(await behind.wholeLog()));
    expect(serverOf(client)).toBeUndefined();
    await Promise.all([second.restart(), third.restart()]);
    await client.ready({ timeoutMs: 60_000 });
    expect(await textAt(client, '/a')).toBe('new');
  });
});

describe('an ensemble of three', () => {
  test('loses no session and no acknowledged write when each server is restarted, whoever leads', async () => {
    await using ensemble = await Ensemble.plan(apache, 3);
    const servers = await Promise.all(ensemble.ids.map((id) => ensemble.start(id)));
    await using client = await connect({ connect: ensemble.addresses, sessionTimeoutMs });
    await using observer = await connect({ connect: ensemble.addresses, sessionTimeoutMs });
    const { id } = await client.ready();
    const { stat } = await client.create('/e', null, { kind: 'ephemeral' });
    await client.create('/count', 'begin');
    const observed = versionsUntil(observer, '/count', 'end');
    let acknowledged = 0;
    for (const server of servers) {
      const over = new AbortController();
      const restarted = server.restart().finally(() => over.abort());
      while (!over.signal.aborted) {
        const version = await setInTheEnd(client, '/count', 'more');
        expect(version).toBeGreaterThan(acknowledged);
        acknowledged = version;
      }
      await restarted;
    }
    expect(await setInTheEnd(client, '/count', 'end')).toBeGreaterThan(acknowledged);
    await expect(client.exists('/e')).resolves.toEqual(stat);
    expect((await client.ready()).id).toBe(id);
    const versions = await observed;
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
    expect(versions.at(-1)).toBeGreaterThan(acknowledged);
  });

  test('tells its configuration', async () => {
    await using ensemble = await Ensemble.plan(apache, 3);
    await Promise.all(ensemble.ids.map((id) => ensemble.start(id)));
    await using client = await connect({ connect: ensemble.addresses, sessionTimeoutMs });
    const { version, servers } = await client.config();
    expect(version).toBe(0n);
    expect([...servers.keys()]).toEqual([1n, 2n, 3n]);
  });
});

/** The versions of a znode that a client observes until there is that data. */
async function versionsUntil(client: ZooKeeper, path: string, data: string): Promise<number[]> {
  const versions: number[] = [];
  for await (const observed of client.observe(path)) {
    if (!observed.exists) continue;
    versions.push(observed.stat.version);
    if (Buffer.from(observed.value).toString() === data) break;
  }
  return versions;
}

describe('an ensemble that may be changed', () => {
  test('is changed by those who may, from the version that they know', async () => {
    await using ensemble = await Ensemble.plan(apache, 2, CHANGEABLE);
    await ensemble.start(1, [1]);
    await using client = await connect({ connect: ensemble.address(1) });
    const change = { add: [ensemble.line(2, 'observer')] };
    await expect(client.reconfig(change)).rejects.toBeInstanceOf(NoAuthError);
    await client.addAuth('digest', 'super:admin');
    const before = await client.config();
    await expect(client.reconfig(change, { fromVersion: before.version + 1n })).rejects.toBeInstanceOf(BadVersionError);
    const added = await client.reconfig(change, { fromVersion: before.version });
    expect([...added.servers.keys()]).toEqual([1n, 2n]);
    expect(added.version).toBeGreaterThan(before.version);
    await expect(client.config()).resolves.toEqual(added);
    const removed = await client.reconfig({ remove: [2] });
    expect([...removed.servers.keys()]).toEqual([1n]);
  });

  test('is followed by its clients, from one server to two others', async () => {
    await using ensemble = await Ensemble.plan(apache, 3, CHANGEABLE);
    const first = await ensemble.start(1, [1]);
    const connection = { connect: ensemble.address(1), sessionTimeoutMs, ensembleTracking: true };
    await using operator = await connect({ ...connection, auth: OPERATOR });
    await using follower = await connect(connection);
    const heard = new Map<bigint, readonly string[]>();
    follower.addEventListener('ensemble', ({ detail: { version, endpoints } }) => {
      heard.set(
        version,
        endpoints.map(({ host, port }) => `${host}:${port}`),
      );
    });
    const { id } = await follower.ready();
    const { stat } = await follower.create('/e', null, { kind: 'ephemeral' });
    await using changed = (await follower.getAndWatch('/zookeeper/config')).watch;

    await Promise.all([ensemble.join(2, [1]), ensemble.join(3, [1])]);
    const grown = await operator.reconfig({ add: [ensemble.line(2), ensemble.line(3)] });
    expect([...grown.servers.keys()]).toEqual([1n, 2n, 3n]);
    await expect(changed.fired).resolves.toMatchObject({ type: 'changed', path: '/zookeeper/config' });
    await waitUntil('the follower knows of all three', () => heard.has(grown.version));
    expect(heard.get(grown.version)).toEqual(ensemble.addresses);

    const shrunk = await operator.reconfig({ remove: [1] });
    expect([...shrunk.servers.keys()]).toEqual([2n, 3n]);
    await waitUntil('the follower knows of the two', () => heard.has(shrunk.version));
    expect(heard.get(shrunk.version)).toEqual(ensemble.addresses.slice(1));
    await waitUntil('the follower has gone to one of the two', () =>
      [ensemble.address(2), ensemble.address(3)].includes(serverOf(follower) ?? ''),
    );
    await first.stop();
    await expect(follower.exists('/e')).resolves.toEqual(stat);
    expect((await follower.ready()).id).toBe(id);
  });
});
