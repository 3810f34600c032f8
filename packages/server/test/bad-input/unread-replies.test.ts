import { encode } from '@zookit/jute';
import { AddWatchMode, ErrorCode, OpCode, reads, requestHeader, writes } from '@zookit/protocol';
import { frameOf, RawClient, VirtualClock, waitFor } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { RecordingLogger } from '../support/recording-logger.ts';
import { change, create, creation, exists, settle } from '../support/requests.ts';
import { startServer } from '../support/start-server.ts';

const MEGABYTE = 1024 * 1024;

const frame = (xid: number, opCode: number, body: Uint8Array) =>
  frameOf(Buffer.concat([encode(requestHeader, { xid, opCode }), body]));
const getData = (xid: number, path: string) =>
  frame(xid, OpCode.getData, encode(reads.getData.request, { path, watch: false }));

/** How much the memory of this process grows, in MB, while `act` runs. */
async function growthOf(act: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  await act();
  return (process.memoryUsage.rss() - before) / MEGABYTE;
}

test('a client that does not read its replies is not read either, costs little, and gets everything when it reads', async () => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  await create(other, '/large', { data: Buffer.alloc(500_000) });
  using client = await RawClient.connect(server);
  const requests = 400;
  const growth = await growthOf(async () => {
    client.socket.pause();
    client.socket.write(Buffer.concat(Array.from({ length: requests }, (_, index) => getData(index + 1, '/large'))));
    const connection = [...server.view.connections].find((one) => one.sessionId === client.sessionId);
    await waitFor('the server to read no more', () => connection?.isReading === false);
    for (let turn = 0; turn < 20; turn++) await settle(other);
  });
  expect(growth).toBeLessThan(50);
  expect(await exists(other, '/large')).toBe(true);
  client.socket.resume();
  await waitFor('every reply', () => client.received.length === requests);
  expect(client.received.map((one) => one.kind === 'reply' && one.xid)).toEqual(
    Array.from({ length: requests }, (_, index) => index + 1),
  );
});

test('reads that wait behind a write are held back from a client that does not read, too', async () => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  await create(other, '/large', { data: Buffer.alloc(1_000_000) });
  using client = await RawClient.connect(server);
  const requests = 300;
  const growth = await growthOf(async () => {
    client.socket.pause();
    const writeFirst = frame(1, OpCode.setData, encode(writes.setData.request, change('/')));
    const readsBehind = Array.from({ length: requests }, (_, index) => getData(index + 2, '/large'));
    client.socket.write(Buffer.concat([writeFirst, ...readsBehind]));
    const connection = [...server.view.connections].find((one) => one.sessionId === client.sessionId);
    await waitFor('the server to read no more', () => connection?.isReading === false);
    for (let turn = 0; turn < 20; turn++) await settle(other);
  });
  expect(growth).toBeLessThan(50);
  client.socket.resume();
  await waitFor('every reply', () => client.received.length === requests + 1);
  expect(client.received.every((one) => one.kind === 'reply' && one.error === 0)).toBe(true);
});

test('100,000 requests at once from a client that does not read are all answered, in the end', async () => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  using client = await RawClient.connect(server);
  const requests = 100_000;
  const growth = await growthOf(async () => {
    client.socket.pause();
    const frames = Array.from({ length: requests }, (_, index) =>
      index % 100 === 0
        ? frame(index + 1, OpCode.setData, encode(writes.setData.request, change('/')))
        : getData(index + 1, '/'),
    );
    client.socket.write(Buffer.concat(frames));
    const connection = [...server.view.connections].find((one) => one.sessionId === client.sessionId);
    await waitFor('the server to read no more', () => connection?.isReading === false);
    for (let turn = 0; turn < 20; turn++) await settle(other);
  });
  expect(growth).toBeLessThan(100);
  expect(server.view.outstanding).toBeLessThan(1200);
  client.socket.resume();
  await waitFor('every reply', () => client.received.length === requests);
  const isInOrder = client.received.every(
    (one, index) => one.kind === 'reply' && one.xid === index + 1 && one.error === 0,
  );
  expect(isInOrder).toBe(true);
});

test('a client that does not read is cut off when its session is over', async () => {
  const clock = new VirtualClock();
  await using server = await startServer({ clock, tickTimeMs: 1000 });
  using other = await RawClient.connect({ port: server.port, timeoutMs: 20_000 });
  await create(other, '/large', { data: Buffer.alloc(1_000_000) });
  using client = await RawClient.connect({ port: server.port, timeoutMs: 2000 });
  client.socket.pause();
  client.socket.write(Buffer.concat(Array.from({ length: 100 }, (_, index) => getData(index + 1, '/large'))));
  const connection = [...server.view.connections].find((one) => one.sessionId === client.sessionId);
  await waitFor('the server to read no more', () => connection?.isReading === false);
  clock.advance(3000);
  await waitFor('the end of the connection', () => [...server.view.connections].length === 1);
  expect(await exists(other, '/large')).toBe(true);
});

test(
  'a client that reads none of its watch events is cut off, with a line in the log',
  { timeout: 60_000 },
  async () => {
    const logger = new RecordingLogger();
    await using server = await startServer({ logger });
    using other = await RawClient.connect({ port: server.port, timeoutMs: 60_000 });
    const path = `/${'x'.repeat(900_000)}`;
    await create(other, path);
    using client = await RawClient.connect({ port: server.port, timeoutMs: 60_000 });
    await client.ask(reads.addWatch, { path: '/', mode: AddWatchMode.PERSISTENT_RECURSIVE });
    client.socket.pause();
    const isCutOff = () => logger.linesLike('connection closed: the client does not read').length === 1;
    const growth = await growthOf(async () => {
      for (let count = 0; count < 200 && !isCutOff(); count++) {
        expect(await other.errorOf(writes.setData, { path, data: null, version: -1 })).toBe(ErrorCode.Ok);
      }
    });
    expect(isCutOff()).toBe(true);
    expect(growth).toBeLessThan(250);
    await waitFor('its watches to go', () => server.view.tree.watches.dataWatchCount === 0);
    expect(server.view.tree.sessions.has(client.sessionId)).toBe(true);
  },
);

test('setWatches for as many paths as fit a frame is answered with as many events', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const paths = Array.from({ length: 100_000 }, (_, index) => `/${index.toString(36)}`);
  const { header } = await client.request(reads.setWatches, {
    relativeZxid: 0n,
    dataWatches: paths,
    existWatches: [],
    childWatches: [],
  });
  expect(header.error).toBe(ErrorCode.Ok);
  expect(client.events).toHaveLength(paths.length);
  expect(server.view.tree.watches.dataWatchCount).toBe(0);
});

test('watches on 100,000 missing znodes go with their connection', async () => {
  await using server = await startServer();
  using client = await RawClient.connect(server);
  const existWatches = Array.from({ length: 100_000 }, (_, index) => `/${index.toString(36)}`);
  await client.ask(reads.setWatches, { relativeZxid: 0n, dataWatches: [], existWatches, childWatches: [] });
  expect(server.view.tree.watches.dataWatchCount).toBe(existWatches.length);
  client.disconnect();
  await waitFor('the watches to go', () => server.view.tree.watches.dataWatchCount === 0);
});

/** A server whose time a test moves, with a client that reads nothing and is no longer read. */
async function startWithMuteClient() {
  const clock = new VirtualClock();
  const server = await startServer({ clock });
  const client = await RawClient.connect(server);
  await client.ask(writes.create, creation('/large', { data: Buffer.alloc(1_000_000) }));
  client.socket.pause();
  client.socket.write(Buffer.concat(Array.from({ length: 50 }, (_, index) => getData(index + 100, '/large'))));
  const [connection] = server.view.connections;
  await waitFor('the server to read no more', () => connection?.isReading === false);
  return { clock, server, client };
}

test('a server can be stopped although a client reads nothing of what it is sent', async () => {
  const { clock, server, client } = await startWithMuteClient();
  let isClosed = false;
  const closing = server.close().then(() => (isClosed = true));
  await waitFor('the server to close', () => {
    clock.advance(1000);
    return isClosed;
  });
  await closing;
  client.disconnect();
});

test('a client that reads at last what it is sent gets all of it before a stopped server goes', async () => {
  const { clock, server, client } = await startWithMuteClient();
  const closing = server.close();
  client.socket.resume();
  await closing;
  await client.socket.ended;
  expect(client.received.length).toBeGreaterThan(1);
  expect(clock.pendingCount).toBe(0);
});

test('a session that is closed behind replies that nobody reads ends with its connection', async () => {
  const clock = new VirtualClock();
  await using server = await startServer({ clock });
  using other = await RawClient.connect(server);
  await create(other, '/large', { data: Buffer.alloc(1_000_000) });
  using client = await RawClient.connect(server);
  client.socket.pause();
  const write = (xid: number) => frame(xid, OpCode.setData, encode(writes.setData.request, change('/')));
  const readsBehind = Array.from({ length: 20 }, (_, index) => getData(index + 2, '/large'));
  client.socket.write(
    Buffer.concat([write(1), ...readsBehind, write(50), frame(51, OpCode.closeSession, Buffer.alloc(0))]),
  );
  await waitFor('the end of the connection', () => [...server.view.connections].length === 1);
  expect(server.view.tree.sessions.has(client.sessionId)).toBe(false);
  expect(server.view.outstanding).toBe(0);
});

test('replies of writes wait behind reads that nobody has read yet, and come in their order', async () => {
  await using server = await startServer();
  using other = await RawClient.connect(server);
  await create(other, '/large', { data: Buffer.alloc(1_000_000) });
  using client = await RawClient.connect(server);
  client.socket.pause();
  const write = (xid: number) => frame(xid, OpCode.setData, encode(writes.setData.request, change('/')));
  const block = (xid: number) => [
    write(xid),
    ...Array.from({ length: 9 }, (_, index) => getData(xid + 1 + index, '/large')),
  ];
  client.socket.write(Buffer.concat([0, 10, 20, 30].flatMap((start) => block(start + 1))));
  await waitFor(
    'all writes to be made',
    () => server.view.outstanding === 0 && server.view.tree.nodes.root.version === 4,
  );
  client.socket.resume();
  await waitFor('every reply', () => client.received.length === 40);
  expect(client.received.map((one) => one.kind === 'reply' && one.xid)).toEqual(
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
});
