import { reads, writes } from '@zookit/protocol';
import { exchange, RawClient, VirtualClock } from '@zookit/testkit';
import { expect, test } from 'vitest';
import type { ZooKeeperServer } from '../src/index.ts';
import { create, ephemeral, lastZxid } from './support/requests.ts';
import { startServer } from './support/start-server.ts';

const ask = async (server: ZooKeeperServer, word: string) => (await exchange(server, word)).toString();

/** The text behind `name` in lines like `Zxid: 0x5`. */
const valueOf = (text: string, name: string) => new RegExp(`^${name}[:=\\t ]+(.*)$`, 'm').exec(text)?.[1];

test('srvr tells what the clients have brought about', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  await create(client, '/a');
  const zxid = await lastZxid(client);
  const text = await ask(server, 'srvr');
  expect(valueOf(text, 'Zxid')).toBe(`0x${zxid.toString(16)}`);
  expect(valueOf(text, 'Node count')).toBe('6');
  expect(valueOf(text, 'Mode')).toBe('standalone');
  expect(valueOf(text, 'Outstanding')).toBe('0');
  expect(Number(valueOf(text, 'Received'))).toBeGreaterThanOrEqual(3);
});

test('a word that is not on the list is not carried out', async () => {
  await using server = await startServer();
  expect(await ask(server, 'stat')).toBe('stat is not executed because it is not in the whitelist.\n');
  expect(await ask(server, 'ruok')).toBe('ruok is not executed because it is not in the whitelist.\n');
});

test('cons tells of each connection its session, timeout and last operation', async () => {
  await using server = await startServer({ fourLetterWords: '*' });
  using client = await RawClient.connect({ port: server.port, timeoutMs: 12_000 });
  await client.ask(reads.getData, { path: '/', watch: false });
  const text = await ask(server, 'cons');
  const line = text.split('\n').find((one) => one.includes(`sid=0x${client.sessionId.toString(16)}`));
  expect(line).toMatch(/^ \/127\.0\.0\.1:\d+\[1\]\(queued=0,recved=2,sent=2,/);
  expect(line).toContain('lop=GETD');
  expect(line).toContain('to=12000');
});

test('crst and srst begin to count anew', async () => {
  await using server = await startServer({ fourLetterWords: '*' });
  using client = await RawClient.connect(server);
  for (let count = 0; count < 50; count++) await lastZxid(client);
  expect(await ask(server, 'crst')).toBe('Connection stats reset.\n');
  expect(await ask(server, 'srst')).toBe('Server stats reset.\n');
  expect(Number(valueOf(await ask(server, 'srvr'), 'Received'))).toBeLessThan(10);
  expect(await ask(server, 'cons')).toContain('recved=0,sent=0');
});

test('dump tells when sessions and connections expire, and who owns which ephemeral znodes', async () => {
  const clock = new VirtualClock();
  await using server = await startServer({ clock, tickTimeMs: 1000, fourLetterWords: '*' });
  using client = await RawClient.connect({ port: server.port, timeoutMs: 5000 });
  await client.ask(writes.create, ephemeral('/mine'));
  const text = await ask(server, 'dump');
  const id = `0x${client.sessionId.toString(16)}`;
  expect(text).toContain(id);
  expect(text).toContain('/mine');
  expect(server.view.sessionBuckets()).toEqual([{ expiresAt: clock.wallTime() + 6000, members: [client.sessionId] }]);
  expect(server.view.connectionBuckets()).toMatchObject([{ expiresAt: clock.wallTime() + 6000 }]);
});

test('mntr counts connections, znodes, watches and ephemeral znodes', async () => {
  await using server = await startServer({ fourLetterWords: '*' });
  using client = await RawClient.connect(server);
  await client.ask(writes.create, ephemeral('/mine'));
  await client.ask(reads.exists, { path: '/mine', watch: true });
  const text = await ask(server, 'mntr');
  expect(valueOf(text, 'zk_znode_count')).toBe('6');
  expect(valueOf(text, 'zk_watch_count')).toBe('1');
  expect(valueOf(text, 'zk_ephemerals_count')).toBe('1');
  expect(valueOf(text, 'zk_server_state')).toBe('standalone');
});

test('many words at once are all answered, with a line end behind them or not', async () => {
  await using server = await startServer({ fourLetterWords: '*' });
  using _client = await RawClient.connect(server);
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(server, 'ruok\r\n')));
  expect(new Set(answers)).toEqual(new Set(['imok']));
  expect([...server.view.connections].length).toBeLessThanOrEqual(51);
});
