import { encode, JuteWriter } from '@zookit/jute';
import { writeProposal } from '@zookit/datatree';
import { CreateMode, ErrorCode, openAclUnsafe, OpCode, readAclUnsafe, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import { DataDirectory } from '@zookit/txnlog';
import { expect, test } from 'vitest';
import type { ServerOptions } from '../../src/index.ts';
import { DataFolder, storageOf } from '../support/data-folder.ts';
import { RecordingLogger } from '../support/recording-logger.ts';
import { bytes, change, create, creation, deletion, ephemeral, exists } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';
import { treeContents, type TreeContents } from '../support/tree-contents.ts';

type Deed = (client: RawClient, port: number) => Promise<unknown>;

const withTtl = (path: string, ttl: bigint, flags: number = CreateMode.PERSISTENT_WITH_TTL) => ({
  ...creation(path),
  flags,
  ttl,
});

async function limitApp(client: RawClient, limits: string): Promise<void> {
  await create(client, '/app');
  await create(client, '/zookeeper/quota/app');
  await create(client, '/zookeeper/quota/app/zookeeper_limits', { data: bytes(limits) });
  await create(client, '/zookeeper/quota/app/zookeeper_stats', { data: bytes('count=1,bytes=4') });
}

/** Usage of a quota that says nothing, and then a change that must be counted. */
function spoiltUsage(data: Uint8Array | null): Deed {
  return async (client) => {
    await limitApp(client, 'count=1000,bytes=100000');
    await client.ask(writes.setData, { path: '/zookeeper/quota/app/zookeeper_stats', data, version: -1 });
    await create(client, '/app/a');
    await client.ask(writes.setData, change('/app/a'));
    await client.ask(writes.delete, deletion('/app/a'));
  };
}

/** What stops, or leads astray, a server of Apache, some of it again at each start from the log that holds it. */
const deeds: [string, Deed][] = [
  [
    'createTTL without TTL and with a negative one',
    (client) => client.request(writes.createTTL, withTtl('/a', -1n, 0)),
  ],
  ['createTTL with a TTL that is too long', (client) => client.request(writes.createTTL, withTtl('/a', 1n << 41n))],
  [
    'limits of the empty path',
    async (client) => {
      await create(client, '/zookeeper/quota/zookeeper_limits', { data: bytes('count=1,bytes=1') });
      await create(client, '/zookeeper/quota/zookeeper_stats', { data: bytes('count=1,bytes=1') });
      await create(client, '/a');
      await client.ask(writes.delete, deletion('/zookeeper/quota/zookeeper_limits'));
    },
  ],
  [
    'deleteContainer by a client',
    async (client, port) => {
      await create(client, '/plain');
      using stranger = await RawClient.connect({ port });
      await stranger.requestRaw(OpCode.deleteContainer, encode(writes.deleteContainer.request, { path: '/plain' }));
    },
  ],
  [
    'createSession by a client',
    async (_, port) => {
      using stranger = await RawClient.connect({ port });
      await stranger.requestRaw(OpCode.createSession, Buffer.from([0, 0, 0x27, 0x10]));
    },
  ],
  [
    'writes that cannot be read among others',
    (client) =>
      Promise.all(
        client.batch(() => [
          client.request(writes.create, creation('/a')),
          client.requestRaw(OpCode.setData, Buffer.from([0])),
          client.requestRaw(OpCode.create, Buffer.from([0])),
          client.request(writes.create, creation('/b')),
        ]),
      ),
  ],
  [
    'a wrong password for a session',
    async (client, port) => {
      await client.ask(writes.create, ephemeral('/mine'));
      using stranger = await RawClient.connect({ port, sessionId: client.sessionId });
      expect(stranger.sessionId).toBe(0n);
    },
  ],
  [
    'requests behind a setACL on its way',
    async (client) => {
      await create(client, '/a');
      await Promise.all(
        client.batch(() => [
          client.request(writes.setACL, { path: '/a', acl: readAclUnsafe, version: -1 }),
          client.request(writes.setData, change('/a')),
          client.request(writes.create, creation('/a/child')),
        ]),
      );
    },
  ],
  [
    'creations beyond a hard quota, all at once',
    async (client) => {
      await limitApp(client, 'count=-1,bytes=-1;countHardLimit=3');
      const paths = ['/app/a', '/app/b', '/app/c', '/app/d'];
      await Promise.all(client.batch(() => paths.map((path) => client.request(writes.create, creation(path)))));
    },
  ],
];

/** Does something to a server, and compares what each of two restarts makes of it, as far as `viewOf` shows it. */
async function expectSameAfterRestarts(deed: Deed, viewOf: (contents: TreeContents) => object): Promise<void> {
  const variants: Partial<ServerOptions>[] = [
    { storage: storageOf() },
    { storage: storageOf({ snapshotTxnsMax: 2, snapshotTxnBytesMax: 0 }), enforceQuota: true },
  ];
  for (const variant of variants) {
    using folder = new DataFolder();
    const logger = new RecordingLogger();
    const options = { ...variant, dataDir: folder.dataDir, extendedTypesEnabled: true, logger };
    const first = await startServer(options);
    using client = await RawClient.connect(first);
    await deed(client, first.port);
    await create(client, '/afterwards');
    const view = viewOf(treeContents(first.view.tree));
    await first.close();
    for (let restart = 0; restart < 2; restart++) {
      await using server = await startServer(options);
      expect(viewOf(treeContents(server.view.tree))).toEqual(view);
    }
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  }
}

/** All but what loading a snapshot sets right: how much of a quota is used. */
function withoutUsage({ znodes, dataSize: _, ...others }: TreeContents): object {
  return { ...others, znodes: znodes.filter((line) => !line.includes('/zookeeper_stats ')) };
}

test.for(deeds)('a restart leaves the tree as it was after %s', async ([, deed]) => {
  await expectSameAfterRestarts(deed, (contents) => contents);
});

test.for([
  ['no number', bytes('count=many,bytes=few')],
  ['null', null],
  ['no text', Buffer.from([0xff, 0x00, 0xfe])],
] as const)('so it does when the usage of a quota was %s, which a snapshot sets right', async ([, data]) => {
  await expectSameAfterRestarts(spoiltUsage(data), withoutUsage);
});

test('a TTL node stays when the server is started without extended types', async () => {
  using folder = new DataFolder();
  const first = await startServer({ dataDir: folder.dataDir, extendedTypesEnabled: true });
  using client = await RawClient.connect(first);
  await client.ask(writes.createTTL, withTtl('/ttl', 1n));
  const { znodes } = treeContents(first.view.tree);
  await first.close();
  {
    await using second = await startServer({ dataDir: folder.dataDir });
    using witness = await RawClient.connect(second);
    expect(await exists(witness, '/ttl')).toBe(true);
  }
  await using third = await startServer({ dataDir: folder.dataDir, extendedTypesEnabled: true });
  expect(treeContents(third.view.tree).znodes).toEqual(znodes);
});

test('the transaction that stops Apache’s server at each start is in a log, and this one starts from it', async () => {
  using folder = new DataFolder();
  const txn = { path: '/killer', data: null, acl: openAclUnsafe, parentCversion: 1, ttl: -1n };
  await writeLog(folder.dataDir, txn);
  const options = { dataDir: folder.dataDir, storage: storageOf({ trustEmptySnapshot: true }) };
  for (let restart = 0; restart < 2; restart++) {
    await using server = await startServer(options);
    using client = await RawClient.connect(server);
    expect(await client.errorOf(writes.setData, change('/no'))).toBe(ErrorCode.NoNode);
    await create(client, `/alive-${String(restart)}`);
  }
});

/** Makes a data directory whose log holds a createTTL. */
async function writeLog(dataDir: string, txn: Parameters<typeof writes.createTTL.txn.write>[1]): Promise<void> {
  await using directory = await DataDirectory.open({ dataDir });
  const log = await directory.openLog(0n, { preallocateBytes: 4096, forceSync: true });
  const header = { sessionId: 5n, cxid: 1, zxid: 1n, time: 77n, type: OpCode.createTTL };
  const writer = new JuteWriter();
  writeProposal(writer, { header, txn, digest: undefined, opCode: OpCode.createTTL });
  log.append(1n, writer.bytes());
  await log.close();
}
