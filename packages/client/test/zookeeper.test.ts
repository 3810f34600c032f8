import { decode, encode } from '@zookit/jute';
import {
  connectResponse,
  create2Response,
  getDataResponse,
  getDataRequest,
  createRequest,
  deleteRequest,
  getChildren2Response,
  setDataRequest,
  setDataResponse,
  OpCode,
  type Stat as WireStat,
} from '@zookit/protocol';
import { frameOf, VirtualClock, waitFor } from '@zookit/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Acl,
  acl,
  BadArgumentsError,
  type ClientOptions,
  connect,
  type ConnectionState,
  type Endpoint,
  systemEnvironment,
  type ZooKeeper,
} from '../src/index.ts';
import { granted, type ScriptedPeer, ScriptedServer } from './scripted-server.ts';

const stat: WireStat = {
  czxid: 1n,
  mzxid: 2n,
  ctime: 3n,
  mtime: 4n,
  version: 5,
  cversion: 6,
  aversion: 7,
  ephemeralOwner: 8n,
  dataLength: 9,
  numChildren: 10,
  pzxid: 11n,
};

let server: ScriptedServer;

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(() => server[Symbol.dispose]());

async function open(options: Partial<ClientOptions> = {}): Promise<{ client: ZooKeeper; peer: ScriptedPeer }> {
  const connecting = connect({ connect: [server.endpoint], ...options });
  const peer = await server.peer();
  await peer.accept();
  return { client: await connecting, peer };
}

/** Lets the server go, so that nobody has to answer the end of the session. */
async function leave(client: ZooKeeper): Promise<void> {
  server[Symbol.dispose]();
  await client.close();
}

function statusOf(client: ZooKeeper): ConnectionState['status'] {
  return client.state.status;
}

test('the requests of one turn leave by one write and are answered in their order', async () => {
  const { client, peer } = await open();
  const before = peer.chunkCount;
  const order: string[] = [];
  const calls = ['/a', '/b', '/c'].map((path) => client.get(path).then(() => order.push(path)));
  for (const xid of [1, 2, 3]) {
    const { header } = await peer.request();
    expect(header).toEqual({ xid, opCode: OpCode.getData });
  }
  expect(peer.chunkCount).toBe(before + 1);
  for (const xid of [1, 2, 3]) peer.replyWith(xid, BigInt(xid), getDataResponse, { data: null, stat });
  await Promise.all(calls);
  expect(order).toEqual(['/a', '/b', '/c']);
  expect(client.lastZxid).toBe(3n);
  await leave(client);
});

test('a chroot is put in front of what is sent and taken off what comes back', async () => {
  const { client, peer } = await open({ chroot: '/app' });
  const creating = client.create('/lock-', 'x', { kind: 'ephemeral', sequential: true, protect: false });
  const { header, body } = await peer.request();
  expect(decode(createRequest, body)).toMatchObject({ path: '/app/lock-', flags: 3 });
  peer.replyWith(header.xid, 1n, create2Response, { path: '/app/lock-0000000001', stat });
  expect(await creating).toMatchObject({ path: '/lock-0000000001', stat: { czxid: 1n, ctimeMs: 3, pzxid: 11n } });
  const reading = client.get('/');
  const second = await peer.request();
  expect(decode(getDataRequest, second.body).path).toBe('/app');
  peer.replyWith(second.header.xid, 1n, getDataResponse, { data: null, stat });
  expect(await reading).toMatchObject({ isNull: true });
  await leave(client);
});

test('a namespace puts its paths below those of the client, and names them to the default ACL', async () => {
  const asked: string[] = [];
  const defaultAcl = (path: string): readonly Acl[] => {
    asked.push(path);
    return acl.readOnly;
  };
  const { client, peer } = await open({ chroot: '/app', defaultAcl });
  const view = client.namespace('/jobs').namespace('/today');
  expect(view.client).toBe(client);
  const creating = view.create('/one');
  const { header, body } = await peer.request();
  expect(decode(createRequest, body)).toMatchObject({ path: '/app/jobs/today/one', acl: acl.readOnly });
  peer.replyWith(header.xid, 1n, create2Response, { path: '/app/jobs/today/one', stat });
  expect(await creating).toMatchObject({ path: '/one' });
  expect(asked).toEqual(['/jobs/today/one']);
  expect(() => client.namespace('jobs')).toThrow(BadArgumentsError);
  await leave(client);
});

test('a handshake that breaks off behind any byte is tried again', async () => {
  const response = frameOf(encode(connectResponse, granted));
  const environment = { ...systemEnvironment, random: () => 0 };
  for (let length = 0; length < response.length; length++) {
    const connecting = connect({ connect: [server.endpoint], environment });
    const cut = await server.peer();
    await cut.handshake();
    cut.write(response.subarray(0, length));
    cut.end();
    const whole = await server.peer();
    await whole.accept();
    const client = await connecting;
    expect(client.state).toMatchObject({ status: 'connected', isResumed: false, session: { id: 7n } });
    const closing = client.close();
    const { header } = await whole.request();
    whole.reply(header.xid, 0n);
    await closing;
  }
});

test('a reply that arrives byte by byte is a reply', async () => {
  const { client, peer } = await open();
  const reading = client.exists('/a');
  const { header } = await peer.request();
  const frame = Buffer.alloc(20);
  frame.writeInt32BE(16, 0);
  frame.writeInt32BE(header.xid, 4);
  frame.writeInt32BE(-101, 16);
  for (const byte of frame) peer.write(Uint8Array.of(byte));
  expect(await reading).toBeUndefined();
  await leave(client);
});

test('a call whose reply was lost rejects as sent, and one that waits goes out on the next connection', async () => {
  const { client, peer } = await open();
  const writing = client.setAcl('/a', acl.open);
  await peer.request();
  peer.destroy();
  await expect(writing).rejects.toMatchObject({
    code: -4,
    operation: 'setAcl',
    path: '/a',
    wasSent: true,
    outcome: 'unknown',
  });
  expect(statusOf(client)).toBe('suspended');
  const waiting = client.exists('/b');
  const next = await server.peer();
  expect(await next.accept()).toMatchObject({ sessionId: 7n, password: granted.password });
  const { header } = await next.request();
  next.reply(header.xid, 5n, -101);
  expect(await waiting).toBeUndefined();
  expect(client.state).toMatchObject({ status: 'connected', isResumed: true });
  await leave(client);
});

test('a client goes on to the next endpoint when one does not answer', async () => {
  using other = await ScriptedServer.start();
  const environment = { ...systemEnvironment, random: () => 0.99 };
  const connecting = connect({ connect: [server.endpoint, other.endpoint], environment });
  const first = await server.peer();
  await first.handshake();
  first.destroy();
  const second = await other.peer();
  await second.accept();
  const client = await connecting;
  expect(client.state).toMatchObject({ server: other.endpoint });
  second.destroy();
  await leave(client);
});

test('a connect string names the servers and the chroot', async () => {
  const { host, port } = server.endpoint;
  const { client, peer } = await open({ connect: `${host}:${String(port)}/app` });
  const reading = client.get('/a');
  const { header, body } = await peer.request();
  expect(decode(getDataRequest, body).path).toBe('/app/a');
  peer.replyWith(header.xid, 1n, getDataResponse, { data: Uint8Array.of(65), stat });
  expect((await reading).data).toStrictEqual(Uint8Array.of(0x41));
  await leave(client);
});

test('a provider that knows no server is asked again', async () => {
  const answers = [[], [server.endpoint]];
  const environment = { ...systemEnvironment, random: () => 0 };
  const provider = (): Promise<readonly Endpoint[]> => Promise.resolve(answers.shift() ?? []);
  const { client } = await open({ connect: provider, environment });
  expect(client.state).toMatchObject({ status: 'connected', server: server.endpoint });
  await leave(client);
});

test('an endpoint that no socket can have is passed over like any other failure', async () => {
  const environment = { ...systemEnvironment, random: () => 0 };
  const servers = [{ host: '127.0.0.1', port: 99_999 }, server.endpoint];
  const { client } = await open({ connect: () => Promise.resolve(servers), environment });
  expect(client.state).toMatchObject({ status: 'connected', server: server.endpoint });
  await leave(client);
});

test('a timeout that is no time is refused, and one without end is none', async () => {
  const { client, peer } = await open();
  await expect(client.get('/a', { timeoutMs: NaN })).rejects.toMatchObject({ code: -8, outcome: 'not-executed' });
  await expect(client.close({ timeoutMs: -1 })).rejects.toMatchObject({ code: -8 });
  const reading = client.exists('/a', { timeoutMs: Infinity });
  peer.reply((await peer.request()).header.xid, 1n, -101);
  expect(await reading).toBeUndefined();
  await leave(client);
});

test('a certificate that is none is refused at once', async () => {
  await expect(connect({ connect: 'zks://a:2281', tls: { ca: 'ca.pem' } })).rejects.toThrow('not its name');
});

test('a session that the server does not know any more is lost, with every call', async () => {
  const { client, peer } = await open({ onExpired: 'close' });
  const states: string[] = [];
  client.addEventListener('state', ({ detail }) => states.push(detail.state.status));
  peer.destroy();
  await waitFor('suspended', () => statusOf(client) === 'suspended');
  const waiting = client.get('/a');
  const next = await server.peer();
  await next.accept({ timeoutMs: 0, sessionId: 0n, password: Buffer.alloc(16) });
  await expect(waiting).rejects.toMatchObject({ code: -112, outcome: 'not-executed' });
  await expect(client.get('/b')).rejects.toMatchObject({ code: -112 });
  expect(client.state).toMatchObject({ status: 'closed', error: { code: -112 } });
  expect(states).toEqual(['suspended', 'lost', 'closed']);
  await client.close();
});

test('a frozen server is pinged after a third of the timeout and given up after two thirds', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open({ requestTimeoutMs: 60_000, environment: { clock } });
  clock.advance(3000);
  expect((await peer.request()).header).toEqual({ xid: -2, opCode: OpCode.ping });
  const reading = client.get('/a', { retry: false });
  await peer.request();
  clock.advance(2999);
  expect(statusOf(client)).toBe('connected');
  clock.advance(1);
  expect(client.state).toMatchObject({ status: 'suspended', since: 6000, deadline: 9000 });
  await expect(reading).rejects.toMatchObject({ code: -4, wasSent: true });
  clock.advance(3000);
  expect(client.state).toMatchObject({ status: 'lost', by: 'deadline' });
  await leave(client);
});

test('a call ends by its deadline, and its reply does not disturb the next', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open({ environment: { clock } });
  const slow = client.get('/slow', { timeoutMs: 100 });
  const { header } = await peer.request();
  clock.advance(100);
  await expect(slow).rejects.toMatchObject({ code: -122, operation: 'get', outcome: 'unknown' });
  const next = client.exists('/next');
  const second = await peer.request();
  peer.replyWith(header.xid, 1n, getDataResponse, { data: null, stat });
  peer.reply(second.header.xid, 1n, -101);
  expect(await next).toBeUndefined();
  await leave(client);
});

test('without a connection a call ends by its deadline as never sent', async () => {
  const clock = new VirtualClock();
  const { client, peer } = await open({ environment: { clock } });
  peer.destroy();
  await waitFor('suspended', () => statusOf(client) === 'suspended');
  const waiting = client.set('/a', 'x', { timeoutMs: 50 });
  clock.advance(50);
  await expect(waiting).rejects.toMatchObject({ code: -122, outcome: 'not-executed' });
  await leave(client);
});

test('an aborted call says whether it had been sent', async () => {
  const { client, peer } = await open();
  const aborted = AbortSignal.abort('no');
  await expect(client.get('/a', { signal: aborted })).rejects.toMatchObject({
    name: 'AbortError',
    cause: 'no',
    outcome: 'not-executed',
  });
  const controller = new AbortController();
  const sent = client.get('/b', { signal: controller.signal });
  await peer.request();
  controller.abort('late');
  await expect(sent).rejects.toMatchObject({ name: 'AbortError', cause: 'late', outcome: 'unknown' });
  await leave(client);
});

test('any number as the error of a reply rejects the call and harms nothing', async () => {
  const { client, peer } = await open();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: -130, max: 1 }), fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff })),
      async (code) => {
        // These three end the connection or the client.
        fc.pre(![0, -115, -118, -124].includes(code));
        const reading = client.get('/a', { retry: false });
        const { header } = await peer.request();
        peer.reply(header.xid, 1n, code);
        await expect(reading).rejects.toMatchObject({ code, path: '/a' });
      },
    ),
  );
  expect(statusOf(client)).toBe('connected');
  await leave(client);
});

test.for([
  ['a reply to another xid', -4, (peer: ScriptedPeer) => peer.reply(99, 1n)],
  ['a body that ends early', -5, (peer: ScriptedPeer) => peer.reply(1, 1n, 0, Uint8Array.of(0, 0))],
  ['a header that ends early', -4, (peer: ScriptedPeer) => peer.write(frameOf(Uint8Array.of(1)))],
  ['a frame without end', -1003, (peer: ScriptedPeer) => peer.write(Uint8Array.of(0x7f, 0xff, 0xff, 0xff))],
] as const)('%s ends the connection', async ([, code, misbehave]) => {
  const { client, peer } = await open();
  const reading = client.get('/a', { retry: false });
  await peer.request();
  misbehave(peer);
  await expect(reading).rejects.toMatchObject({ code, outcome: 'unknown' });
  await waitFor('the end', () => peer.isEnded);
  await leave(client);
});

test('set, delete and children say what they should', async () => {
  const { client, peer } = await open();
  const calls = Promise.all([
    client.set('/a', 'x', { version: 4 }),
    client.delete('/a', { version: 5 }),
    client.children('/a'),
  ]);
  expect(decode(setDataRequest, (await peer.request()).body)).toMatchObject({ path: '/a', version: 4 });
  expect(decode(deleteRequest, (await peer.request()).body)).toEqual({ path: '/a', version: 5 });
  expect((await peer.request()).header.opCode).toBe(OpCode.getChildren2);
  peer.replyWith(1, 1n, setDataResponse, { stat });
  peer.reply(2, 2n);
  peer.replyWith(3, 2n, getChildren2Response, { children: ['b'], stat });
  expect(await calls).toMatchObject([{ version: 5 }, true, { names: ['b'], stat: { numChildren: 10 } }]);
  await leave(client);
});

test('close waits for what was sent, ends the session, and refuses what follows', async () => {
  const { client, peer } = await open();
  const reading = client.exists('/a');
  const closing = client.close();
  await expect(client.get('/b')).rejects.toMatchObject({ code: -116, outcome: 'not-executed' });
  const first = await peer.request();
  const second = await peer.request();
  expect(second.header.opCode).toBe(OpCode.closeSession);
  peer.reply(first.header.xid, 1n, -101);
  peer.reply(second.header.xid, 2n);
  expect(await reading).toBeUndefined();
  await closing;
  expect(client.state).toEqual({ status: 'closed', error: undefined });
});

test('close gives up on a server that does not answer', async () => {
  const clock = new VirtualClock();
  const { client } = await open({ environment: { clock } });
  const closing = client.close({ timeoutMs: 10 });
  clock.advance(10);
  await closing;
  expect(statusOf(client)).toBe('closed');
  expect(clock.pendingCount).toBe(0);
});

test('what is too long or can name no znode is refused before it is sent', async () => {
  const { client } = await open({ limits: { inFlight: 1, overflow: 'error' } });
  await expect(client.set('/a', new Uint8Array(0x10_0000))).rejects.toMatchObject({
    code: -1003,
    outcome: 'not-executed',
  });
  await expect(client.get('a')).rejects.toMatchObject({ code: -8 });
  void client.get('/a').catch(() => undefined);
  await expect(client.get('/b')).rejects.toMatchObject({ code: -1002, outcome: 'not-executed' });
  await leave(client);
});

test('connect gives up after its time and says why', async () => {
  const clock = new VirtualClock();
  const connecting = connect({ connect: [server.endpoint], environment: { clock } }, { timeoutMs: 500 });
  const peer = await server.peer();
  await peer.handshake();
  clock.advance(500);
  await expect(connecting).rejects.toMatchObject({ code: -122, operation: 'connect' });
  await waitFor('the end', () => peer.isEnded);
});
