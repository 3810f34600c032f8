import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { acl, read, TransactionError, type ZooKeeper } from '../../src/index.ts';
import { ScriptedServer } from '../scripted-server.ts';
import { leave, open } from '../watches/watching-peer.ts';

interface Recorded {
  readonly frames: readonly { readonly name: string; readonly hex: string }[];
}

const file = new URL('../../../protocol/test/golden/client.json', import.meta.url);
/** Frames of Apache's clients and servers; the file says of which. */
const { frames } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

/** Without the length. */
function frame(name: string): Buffer {
  const recorded = frames.find((one) => one.name === name);
  if (recorded === undefined) throw new Error(`there is no frame ${name}`);
  return Buffer.from(recorded.hex, 'hex').subarray(4);
}

const requests: [name: string, call: (client: ZooKeeper) => Promise<unknown>][] = [
  ['G9', (client) => client.create('/a/n-', null, { kind: 'ephemeral', sequential: true, protect: false })],
  ['G11', (client) => client.create('/a/t', 'T', { kind: 'ttl', ttlMs: 60_000 })],
  ['G13', (client) => client.create('/a/c', '', { kind: 'container' })],
  ['G21', (client) => client.set('/a', 'bye', { version: 0 })],
  ['G25', (client) => client.children('/a')],
  ['G29', (client) => client.getAcl('/a')],
  ['G31', (client) => client.setAcl('/a/c', acl.parse('world:anyone:r,ip:127.0.0.1/8:cdrwa'), { version: 0 })],
  ['G33', (client) => client.sync('/a')],
  ['G41', (client) => client.multiRead([read.get('/a'), read.children('/a'), read.get('/nope')])],
  ['G56', (client) => client.whoAmI()],
  ['G58', (client) => client.ephemerals('/')],
  ['G60', (client) => client.childCount('/a', { recursive: true })],
  ['G64', (client) => client.reconfig({ remove: [3] })],
];

test.for(requests)('what is sent is what Apache sends: %s', async ([name, call]) => {
  using server = await ScriptedServer.start();
  const { client, peer } = await open(server);
  const calling = call(client).catch(() => undefined);
  const { header, body } = await peer.request();
  const expected = frame(name);
  expect(header.opCode).toBe(expected.readInt32BE(4));
  expect(Buffer.from(body).toString('hex')).toBe(expected.subarray(8).toString('hex'));
  await leave(client, server);
  await calling;
});

/** What a call results in when Apache's reply to it is the recorded one. */
async function replayed<Result>(name: string, call: (client: ZooKeeper) => Promise<Result>): Promise<Result> {
  using server = await ScriptedServer.start();
  const { client, peer } = await open(server);
  const calling = call(client);
  const { header } = await peer.request();
  peer.reply(header.xid, 1n, 0, frame(name).subarray(16));
  try {
    return await calling;
  } finally {
    await leave(client, server);
  }
}

test('the replies of Apache are read', async () => {
  expect(await replayed('G57', (client) => client.whoAmI())).toEqual([
    { scheme: 'digest', id: 'bob' },
    { scheme: 'ip', id: '127.0.0.1' },
  ]);
  expect(await replayed('G59', (client) => client.ephemerals())).toEqual(['/a/n-0000000000']);
  expect(await replayed('G61', (client) => client.childCount('/a', { recursive: true }))).toBe(3);
  expect(await replayed('G12', (client) => client.create('/a/t', 'T', { kind: 'ttl', ttlMs: 1 }))).toMatchObject({
    path: '/a/t',
    stat: { czxid: 6n, ephemeralOwner: 0n },
  });
  const [data, names, none] = await replayed('G42', (client) =>
    client.multiRead([read.get('/a'), read.children('/a'), read.get('/nope')]),
  );
  expect(data).toMatchObject({ ok: true, value: { isNull: false, stat: { version: 1 } } });
  expect(names).toEqual({ ok: true, value: ['c', 't', 'n-0000000000'] });
  expect(none).toMatchObject({ ok: false, error: { code: -101, path: '/nope' } });
});

test('the results of a transaction are read, those of a create without a stat too', async () => {
  const results = await replayed('G38', (client) =>
    client
      .transaction()
      .check('/a', 1)
      .create('/m1', '1')
      .create('/m2')
      .set('/m1', '22', { version: 0 })
      .delete('/m2')
      .commit(),
  );
  expect(results).toMatchObject([
    undefined,
    { path: '/m1', stat: undefined },
    { path: '/m2', stat: { czxid: 10n } },
    { version: 1, dataLength: 2 },
    undefined,
  ]);
});

test('a transaction that failed says so under a header without error', async () => {
  const failing = replayed('G40', (client) =>
    client.transaction().set('/m1', '3').create('/m1', '1').delete('/m1').commit(),
  );
  await expect(failing).rejects.toBeInstanceOf(TransactionError);
  await expect(failing).rejects.toMatchObject({
    code: -110,
    path: '/m1',
    failedIndex: 1,
    errors: [undefined, { code: -110 }, { code: -2 }],
  });
});

test('the configuration of an ensemble is parsed', async () => {
  const config = await replayed('G75', (client) => client.reconfig({ remove: [3] }, { fromVersion: 0n }));
  expect(config.version).toBe(0x100000008n);
  expect([...config.servers.keys()]).toEqual([1n, 2n]);
  expect(config.servers.get(1n)).toMatch(/^127\.0\.0\.1:\d+:\d+:participant;/);
  expect(config.raw.endsWith('version=100000008')).toBe(true);
  expect(config.stat.version).toBe(-1);
});
