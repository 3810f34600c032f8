import { CreateMode, EventType, reads, writes } from '@zookit/protocol';
import { RawClient, VirtualClock } from '@zookit/testkit';
import { describe, expect, test } from 'vitest';
import { defaultConfig, type ServerOptions } from '../../src/index.ts';
import { bytes, change, create, creation, deletion, exists, settle, statOf } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const CHECK_MS = 60_000;
const HOUR_MS = 3_600_000;

async function startWithClock(container: Partial<ServerOptions['container']> = {}) {
  const clock = new VirtualClock();
  const server = await startServer({
    clock,
    extendedTypesEnabled: true,
    maxSessionTimeoutMs: 100 * HOUR_MS,
    container: { ...defaultConfig.container, ...container },
  });
  const client = await RawClient.connect({ port: server.port, timeoutMs: 100 * HOUR_MS });
  return {
    clock,
    server,
    client,
    container: (path: string) => client.ask(writes.createContainer, creation(path, { flags: CreateMode.CONTAINER })),
    withTtl: (path: string, ttl: number) =>
      client.ask(writes.createTTL, { ...creation(path), flags: CreateMode.PERSISTENT_WITH_TTL, ttl: BigInt(ttl) }),
    /** Moves the clock and lets the server do what falls due. */
    pass: async (ms: number) => {
      clock.advance(ms);
      await settle(client);
    },
    [Symbol.asyncDispose]: async () => {
      client.disconnect();
      await server.close();
    },
  };
}

describe('a container', () => {
  test('goes when it was looked at after its last child went, and whoever watches it is told', async () => {
    await using fixture = await startWithClock();
    const { client } = fixture;
    await fixture.container('/c');
    await create(client, '/c/child');
    await fixture.pass(CHECK_MS);
    expect(await exists(client, '/c')).toBe(true);
    await client.ask(writes.delete, deletion('/c/child'));
    await client.ask(reads.exists, { path: '/c', watch: true });
    await fixture.pass(CHECK_MS - 1);
    expect(await exists(client, '/c')).toBe(true);
    await fixture.pass(1);
    expect(await exists(client, '/c')).toBe(false);
    expect(client.events).toMatchObject([{ type: EventType.NodeDeleted, path: '/c' }]);
  });

  test('that never had a child goes after five minutes', async () => {
    await using fixture = await startWithClock();
    await fixture.container('/c');
    await fixture.pass(300_000);
    expect(await exists(fixture.client, '/c')).toBe(true);
    await fixture.pass(CHECK_MS);
    expect(await exists(fixture.client, '/c')).toBe(false);
  });

  test('that never had a child stays where it is told so', async () => {
    await using fixture = await startWithClock({ neverUsedMaxMs: 0 });
    await fixture.container('/c');
    await fixture.pass(10 * HOUR_MS);
    expect(await exists(fixture.client, '/c')).toBe(true);
  });

  test('inside another goes first, then the other', async () => {
    await using fixture = await startWithClock();
    await fixture.container('/outer');
    await fixture.container('/outer/inner');
    await create(fixture.client, '/outer/inner/child');
    await fixture.client.ask(writes.delete, deletion('/outer/inner/child'));
    await fixture.pass(CHECK_MS);
    expect(await exists(fixture.client, '/outer/inner')).toBe(false);
    expect(await exists(fixture.client, '/outer')).toBe(true);
    await fixture.pass(2 * CHECK_MS);
    expect(await exists(fixture.client, '/outer')).toBe(false);
  });
});

describe('a znode with a time to live', () => {
  test('goes once it has not been changed for that long', async () => {
    await using fixture = await startWithClock();
    const { client } = fixture;
    await fixture.withTtl('/t', 90_000);
    await fixture.pass(CHECK_MS);
    await client.ask(writes.setData, change('/t'));
    await fixture.pass(CHECK_MS);
    expect(await exists(client, '/t')).toBe(true);
    await fixture.pass(2 * CHECK_MS);
    expect(await exists(client, '/t')).toBe(false);
  });

  test('stays while it has children, which may be ordinary ones', async () => {
    await using fixture = await startWithClock();
    const { client } = fixture;
    await fixture.withTtl('/t', 1);
    await create(client, '/t/child');
    await fixture.pass(HOUR_MS);
    expect(await exists(client, '/t')).toBe(true);
    await client.ask(writes.delete, deletion('/t/child'));
    await fixture.pass(CHECK_MS);
    expect(await exists(client, '/t')).toBe(false);
  });

  test('with the longest time there is stays', async () => {
    await using fixture = await startWithClock();
    await fixture.withTtl('/t', 0xff_ffff_ffff);
    await fixture.pass(24 * HOUR_MS);
    expect(await exists(fixture.client, '/t')).toBe(true);
  });
});

describe('removals are spread', () => {
  test('so that no more than so many happen in a minute', async () => {
    await using fixture = await startWithClock({ maxPerMinute: 60 });
    const { client } = fixture;
    const paths = Array.from({ length: 5 }, (_, index) => `/t${String(index)}`);
    for (const path of paths) await fixture.withTtl(path, 1);
    const left = async () => (await Promise.all(paths.map((path) => exists(client, path)))).filter(Boolean).length;
    await fixture.pass(CHECK_MS);
    const counts = [await left()];
    for (let second = 0; second < 4; second++) {
      await fixture.pass(1000);
      counts.push(await left());
    }
    expect(counts).toEqual([4, 3, 2, 1, 0]);
  });

  test('and one that was changed or replaced meanwhile stays', async () => {
    await using fixture = await startWithClock({ maxPerMinute: 1 });
    const { client } = fixture;
    for (const path of ['/a', '/b', '/c']) await fixture.withTtl(path, 10_000);
    await fixture.pass(CHECK_MS);
    const left: string[] = [];
    for (const path of ['/a', '/b', '/c']) if (await exists(client, path)) left.push(path);
    expect(left).toHaveLength(2);
    const [changed = '', replaced = ''] = left;
    await fixture.pass(50_000);
    await client.ask(writes.setData, change(changed));
    await client.ask(writes.delete, deletion(replaced));
    await create(client, replaced, { data: bytes('precious') });
    await fixture.pass(10_000);
    expect(await exists(client, changed)).toBe(true);
    await fixture.pass(60_000);
    expect(await statOf(client, replaced)).toMatchObject({ version: 0, dataLength: 8 });
  });
});

test('a server that is told not to look never removes anything', async () => {
  await using fixture = await startWithClock({ checkIntervalMs: 0 });
  await fixture.withTtl('/t', 1);
  await fixture.pass(10 * HOUR_MS);
  expect(await exists(fixture.client, '/t')).toBe(true);
});

test('an ordinary znode never goes by itself', async () => {
  await using fixture = await startWithClock();
  await create(fixture.client, '/ordinary');
  await create(fixture.client, '/parent');
  await create(fixture.client, '/parent/child');
  await fixture.client.ask(writes.delete, deletion('/parent/child'));
  await fixture.pass(24 * HOUR_MS);
  expect(await exists(fixture.client, '/ordinary')).toBe(true);
  expect(await exists(fixture.client, '/parent')).toBe(true);
});
