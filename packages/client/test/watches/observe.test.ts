import { decode } from '@zookit/jute';
import {
  ErrorCode,
  EventType,
  existsResponse,
  getChildren2Response,
  getDataRequest,
  OpCode,
  removeWatchesRequest,
  setWatchesRequest,
  WatcherType,
} from '@zookit/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  BadArgumentsError,
  codec,
  CodecError,
  NoAuthError,
  type Observed,
  systemEnvironment,
} from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { dataFrame, eventFrame, leave, open, stat } from './watching-peer.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

/** Answers the next request, which must be one of these. */
async function answerGet(peer: ScriptedPeer, zxid: bigint, text: string, mzxid = zxid): Promise<void> {
  const { header, body } = await peer.request();
  expect([header.opCode, decode(getDataRequest, body).watch]).toEqual([OpCode.getData, true]);
  peer.write(dataFrame(header.xid, zxid, Buffer.from(text), mzxid));
}

async function refuse(peer: ScriptedPeer, opCode: OpCode, error: ErrorCode): Promise<void> {
  const { header } = await peer.request();
  expect(header.opCode).toBe(opCode);
  peer.reply(header.xid, 5n, error);
}

function shown(observed: IteratorResult<Observed<Uint8Array>, undefined>): string {
  if (observed.done === true) return 'done';
  return observed.value.exists ? Buffer.from(observed.value.value).toString() : 'absent';
}

test('a znode is observed through its coming, changing, going and coming again, on a server of any version', async () => {
  const { client, peer } = await open(server);
  const states = client.observe('/a');
  const first = states.next();
  await refuse(peer, OpCode.getData, ErrorCode.NoNode);
  await refuse(peer, OpCode.exists, ErrorCode.NoNode);
  expect(shown(await first)).toBe('absent');
  peer.write(eventFrame(EventType.NodeCreated, '/a'));
  const second = states.next();
  await answerGet(peer, 6n, 'one');
  expect(shown(await second)).toBe('one');
  const third = states.next();
  peer.write(eventFrame(EventType.NodeDataChanged, '/a'));
  await answerGet(peer, 7n, 'two');
  expect(shown(await third)).toBe('two');
  const fourth = states.next();
  peer.write(eventFrame(EventType.NodeDeleted, '/a'));
  await refuse(peer, OpCode.getData, ErrorCode.NoNode);
  await refuse(peer, OpCode.exists, ErrorCode.NoNode);
  expect(shown(await fourth)).toBe('absent');
  await leave(client, server);
  expect(shown(await states.next())).toBe('done');
});

test('what can’t be decoded ends the observation, and the server is asked to watch no more', async () => {
  const { client, peer } = await open(server);
  const first = client.node('/a', codec.json()).observe().next();
  await answerGet(peer, 6n, 'no JSON');
  await expect(first).rejects.toThrow(CodecError);
  const { header, body } = await peer.request();
  expect([header.opCode, decode(removeWatchesRequest, body)]).toEqual([
    OpCode.removeWatches,
    { path: '/a', type: WatcherType.Any },
  ]);
  await leave(client, server);
});

test('a znode that comes between the two questions is read', async () => {
  const { client, peer } = await open(server);
  const states = client.observe('/a');
  const first = states.next();
  await refuse(peer, OpCode.getData, ErrorCode.NoNode);
  const { header } = await peer.request();
  peer.replyWith(header.xid, 6n, existsResponse, { stat });
  const removal = await peer.request();
  expect(decode(removeWatchesRequest, removal.body)).toMatchObject({ path: '/a' });
  peer.reply(removal.header.xid, 6n);
  await answerGet(peer, 6n, 'one');
  expect(shown(await first)).toBe('one');
  await leave(client, server);
});

test('a slow consumer gets the latest state, and none twice', async () => {
  const { client, peer } = await open(server);
  const states = client.observe('/a');
  const first = states.next();
  await answerGet(peer, 6n, 'one');
  expect(shown(await first)).toBe('one');
  peer.write(eventFrame(EventType.NodeDataChanged, '/a'));
  const second = states.next();
  await answerGet(peer, 6n, 'one');
  peer.write(eventFrame(EventType.NodeDataChanged, '/a'));
  await answerGet(peer, 9n, 'four');
  expect(shown(await second)).toBe('four');
  await leave(client, server);
});

test('children are observed with their parent', async () => {
  const { client, peer } = await open(server);
  const states = client.observeChildren('/a');
  const first = states.next();
  const { header } = await peer.request();
  peer.replyWith(header.xid, 6n, getChildren2Response, { children: ['b'], stat });
  expect(await first).toEqual({ done: false, value: ['b'] });
  const second = states.next();
  peer.write(eventFrame(EventType.NodeDeleted, '/a'));
  await refuse(peer, OpCode.getChildren2, ErrorCode.NoNode);
  await refuse(peer, OpCode.exists, ErrorCode.NoNode);
  expect(await second).toEqual({ done: false, value: undefined });
  await leave(client, server);
});

test('what is observed goes on over a reconnect, from the last zxid', async () => {
  const { client, peer } = await open(server, { environment: { ...systemEnvironment, random: () => 0 } });
  const states = client.observe('/a');
  const first = states.next();
  await answerGet(peer, 6n, 'one');
  await first;
  const second = states.next();
  peer.destroy();
  const next = await server.peer();
  await next.accept();
  const { header, body } = await next.request();
  expect(decode(setWatchesRequest, body)).toMatchObject({ relativeZxid: 6n, dataWatches: ['/a'] });
  next.write(eventFrame(EventType.NodeDataChanged, '/a'));
  next.reply(header.xid, 8n);
  await answerGet(next, 8n, 'two');
  expect(shown(await second)).toBe('two');
  await leave(client, server);
});

test('a read whose reply is lost is sent again, even for a client that tries nothing again', async () => {
  const { client, peer } = await open(server, { environment: { ...systemEnvironment, random: () => 0 }, retry: false });
  const first = client.observe('/a').next();
  await peer.request();
  peer.destroy();
  const next = await server.peer();
  await next.accept();
  await answerGet(next, 6n, 'one');
  expect(shown(await first)).toBe('one');
  await leave(client, server);
});

test('a loop that is left drops the watch', async () => {
  const { client, peer } = await open(server);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const state of client.observe('/a')) {
      seen.push(state.exists ? 'there' : 'absent');
      break;
    }
  })();
  await answerGet(peer, 6n, 'one');
  await reading;
  expect(seen).toEqual(['there']);
  expect(decode(removeWatchesRequest, (await peer.request()).body)).toMatchObject({ path: '/a' });
  await leave(client, server);
});

test('a consumer who waits is let go by the signal, by dispose and by the end of the client', async () => {
  const { client, peer } = await open(server);
  const stop = new AbortController();
  const all = [client.observe('/a', { signal: stop.signal }), client.observe('/a'), client.observe('/a')];
  for (const states of all) {
    const first = states.next();
    await answerGet(peer, 6n, 'one');
    await first;
  }
  const waiting = all.map((states) => states.next());
  stop.abort();
  await all[1]?.[Symbol.asyncDispose]();
  await leave(client, server);
  for (const each of waiting) expect(shown(await each)).toBe('done');
});

test('a read that is under way is given up by the signal', async () => {
  const { client, peer } = await open(server);
  const stop = new AbortController();
  const first = client.observe('/a', { signal: stop.signal }).next();
  const { header } = await peer.request();
  stop.abort();
  expect(shown(await first)).toBe('done');
  expect(decode(removeWatchesRequest, (await peer.request()).body)).toMatchObject({ path: '/a' });
  peer.write(dataFrame(header.xid, 6n, Buffer.alloc(0)));
  await leave(client, server);
});

test('what the server refuses is thrown by the loop, once', async () => {
  const { client, peer } = await open(server);
  const states = client.observe('/a');
  const first = states.next();
  const refused = expect(first).rejects.toThrow(NoAuthError);
  await refuse(peer, OpCode.getData, ErrorCode.NoAuth);
  await refused;
  expect(shown(await states.next())).toBe('done');
  await leave(client, server);
});

test('a path that is none is refused at once', async () => {
  const { client } = await open(server);
  expect(() => client.observe('a')).toThrow(BadArgumentsError);
  expect(() => client.observeChildren('a')).toThrow(BadArgumentsError);
  await leave(client, server);
});
