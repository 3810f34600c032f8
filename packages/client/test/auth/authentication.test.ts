import { decode } from '@zookit/jute';
import {
  authPacket,
  AuthFailedError,
  BadArgumentsError,
  ErrorCode,
  getSaslRequest,
  OpCode,
  SessionClosedRequireSaslAuthError,
  setSaslResponse,
  Xid,
} from '@zookit/protocol';
import { VirtualClock } from '@zookit/testkit';
import { expect, test } from 'vitest';
import type { SaslOptions } from '../../src/auth/sasl-options.ts';
import { SaslError } from '../../src/auth/sasl-mechanism.ts';
import type { ClientOptions } from '../../src/client-options.ts';
import { connect } from '../../src/connect.ts';
import type { ZooKeeper } from '../../src/zookeeper.ts';
import { type ScriptedPeer, ScriptedServer, type SeenRequest } from '../scripted-server.ts';

const BOB = { scheme: 'digest', auth: 'bob:secret' };

/** An exchange that Apache ZooKeeper 3.9 accepted. */
const NONCE = 'nB7tYQXkwVJTugUbrZPKk50RACHZxHvjxCFVoYqn';
const CNONCE = Buffer.from('EDVcRz6Ly3FxcElYcGyVaQOw4jncXE64XpsDldLt', 'base64');
const CHALLENGE = `realm="zk-sasl-md5",nonce="${NONCE}",charset=utf-8,algorithm=md5-sess`;
const PROOF = 'rspauth=04d6809d764f014350a6933c5e08a3f6';
const digestMd5: SaslOptions = { mechanism: 'DIGEST-MD5', username: 'bob', password: 'bobsecret' };

function optionsFor(server: ScriptedServer, options: Partial<ClientOptions>): ClientOptions {
  return { connect: [server.endpoint], environment: { random: () => 0, randomBytes: () => CNONCE }, ...options };
}

/** The credential that a request presents. */
function credentialOf({ header, body }: SeenRequest): [number, number, string | null, string] {
  const { scheme, auth } = decode(authPacket, body);
  return [header.xid, header.opCode, scheme, Buffer.from(auth ?? []).toString()];
}

async function takeCredential(peer: ScriptedPeer): Promise<string> {
  const [xid, opCode, scheme, auth] = credentialOf(await peer.request());
  expect([xid, opCode]).toEqual([Xid.AUTH, OpCode.auth]);
  peer.reply(Xid.AUTH, 0n);
  return `${scheme} ${auth}`;
}

/** Answers a step of SASL, and gives what the client said in it. */
async function takeSaslStep(peer: ScriptedPeer, answer: string | null, error = 0): Promise<string> {
  const { header, body } = await peer.request();
  expect(header.opCode).toBe(OpCode.sasl);
  const { token } = decode(getSaslRequest, body);
  if (error === 0) {
    peer.replyWith(header.xid, 0n, setSaslResponse, { token: answer === null ? null : Buffer.from(answer) });
  } else {
    peer.reply(header.xid, 0n, error, Buffer.from([255, 255, 255, 255]));
  }
  return Buffer.from(token ?? []).toString();
}

async function answerNext(peer: ScriptedPeer, opCode: number): Promise<void> {
  const { header } = await peer.request();
  expect(header.opCode).toBe(opCode);
  peer.reply(header.xid, 1n, ErrorCode.NoNode);
}

async function close(client: ZooKeeper, peer: ScriptedPeer): Promise<void> {
  const closing = client.close();
  peer.reply((await peer.request()).header.xid, 1n);
  await closing;
}

/** What a promise rejects with. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => value,
    (error: unknown) => error,
  );
}

test('credentials go out before what waits, on each connection, and once each', async () => {
  using server = await ScriptedServer.start();
  const carol = { scheme: 'digest', auth: new TextEncoder().encode('carol:secret') };
  const connecting = connect(optionsFor(server, { auth: [BOB, carol, { ...BOB }] }));
  const first = await server.peer();
  await first.accept();
  expect([await takeCredential(first), await takeCredential(first)]).toEqual([
    'digest bob:secret',
    'digest carol:secret',
  ]);
  const client = await connecting;
  first.destroy();
  const second = await server.peer();
  const asked = client.exists('/a');
  await second.accept();
  expect([await takeCredential(second), await takeCredential(second)]).toEqual([
    'digest bob:secret',
    'digest carol:secret',
  ]);
  await answerNext(second, OpCode.exists);
  expect(await asked).toBeUndefined();
  await close(client, second);
});

test('nothing goes out, and nobody is connected, before the credentials are accepted', async () => {
  using server = await ScriptedServer.start();
  const client = await connect(optionsFor(server, { auth: [BOB], lazy: true }));
  const asked = client.exists('/a');
  const peer = await server.peer();
  await peer.accept();
  const credential = await peer.request();
  expect(client.state.status).toBe('connecting');
  expect(peer.chunkCount).toBe(2);
  peer.reply(credential.header.xid, 0n);
  await answerNext(peer, OpCode.exists);
  expect(await asked).toBeUndefined();
  expect(client.state.status).toBe('connected');
  await close(client, peer);
});

test.for<readonly [string, (clock: VirtualClock, controller: AbortController) => void]>([
  ['its time is over', (clock) => clock.advance(300)],
  ['it is aborted', (_clock, controller) => controller.abort()],
])('connecting to a server that does not say whether it accepts ends when %s', async ([, end]) => {
  using server = await ScriptedServer.start();
  const clock = new VirtualClock();
  const controller = new AbortController();
  const options = { ...optionsFor(server, { auth: [BOB] }), environment: { random: () => 0, clock } };
  const refused = failureOf(connect(options, { timeoutMs: 300, signal: controller.signal }));
  const peer = await server.peer();
  await peer.accept();
  await peer.request();
  end(clock, controller);
  expect((await peer.request()).header.opCode).toBe(OpCode.closeSession);
  clock.advance(0);
  expect(await refused).toMatchObject({ operation: 'connect', outcome: 'not-executed' });
  expect(clock.pendingCount).toBe(0);
});

test('the reply to addAuth may overtake those to earlier requests', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, {}));
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const asked = client.exists('/a');
  const added = client.addAuth('digest', 'bob:secret');
  const { header } = await peer.request();
  expect(await takeCredential(peer)).toBe('digest bob:secret');
  await added;
  peer.reply(header.xid, 1n, ErrorCode.NoNode);
  expect(await asked).toBeUndefined();
  await close(client, peer);
});

test('what addAuth presented is presented again on the next connection, and by all views', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, { auth: [BOB] }));
  const first = await server.peer();
  await first.accept();
  await takeCredential(first);
  const client = await connecting;
  const added = client.namespace('/app').client.addAuth('digest', 'carol:secret');
  await takeCredential(first);
  await added;
  first.destroy();
  const second = await server.peer();
  await second.accept();
  expect([await takeCredential(second), await takeCredential(second)]).toEqual([
    'digest bob:secret',
    'digest carol:secret',
  ]);
  await client.ready();
  await close(client, second);
});

test('a credential that is refused ends the client, and its error is that of the state', async () => {
  using server = await ScriptedServer.start();
  const client = await connect(optionsFor(server, { auth: [{ scheme: 'nonsense', auth: 'x' }], lazy: true }));
  const asked = failureOf(client.exists('/a'));
  const ready = failureOf(client.ready());
  const peer = await server.peer();
  await peer.accept();
  peer.reply((await peer.request()).header.xid, 0n, ErrorCode.AuthFailed);
  peer.end();
  expect(await ready).toBeInstanceOf(AuthFailedError);
  expect(await asked).toMatchObject({ outcome: 'not-executed' });
  expect(client.state).toMatchObject({ status: 'closed', error: await ready });
  expect(await failureOf(client.exists('/a'))).toBeInstanceOf(AuthFailedError);
});

test('addAuth rejects when its credential is refused, and the client ends', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, {}));
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const added = failureOf(client.addAuth('nonsense', 'x'));
  peer.reply((await peer.request()).header.xid, 0n, ErrorCode.AuthFailed);
  expect(await added).toBeInstanceOf(AuthFailedError);
  expect(await added).toMatchObject({ operation: 'addAuth', outcome: 'rejected' });
  expect(client.state).toMatchObject({ status: 'closed' });
});

test('a call made when the client is told that it has ended is refused', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, {}));
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const asked = new Promise((resolve) => {
    client.addEventListener('state', ({ detail }) => {
      if (detail.state.status === 'closed') resolve(failureOf(client.create('/a')));
    });
  });
  const added = failureOf(client.addAuth('nonsense', 'x'));
  peer.reply((await peer.request()).header.xid, 0n, ErrorCode.AuthFailed);
  await added;
  const error = await asked;
  expect(error).toBeInstanceOf(AuthFailedError);
  expect(error).toMatchObject({ outcome: 'not-executed' });
});

test('a server that wants SASL of everybody ends the client with its error', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, {}));
  const peer = await server.peer();
  await peer.accept();
  const client = await connecting;
  const asked = failureOf(client.exists('/a'));
  peer.reply((await peer.request()).header.xid, 0n, ErrorCode.SessionClosedRequireSaslAuth);
  expect(await asked).toBeInstanceOf(SessionClosedRequireSaslAuthError);
  const { state } = client;
  expect(state.status === 'closed' && state.error).toBeInstanceOf(SessionClosedRequireSaslAuthError);
});

test.for<readonly [string, unknown]>([
  ['needs a scheme', { auth: [{ scheme: '', auth: 'x' }] }],
  ['is text or bytes', { auth: [{ scheme: 'digest', auth: 7 }] }],
  ['must be DIGEST-MD5 or GSSAPI', { sasl: { mechanism: 'PLAIN' } }],
  ['needs `username` and `password`', { sasl: { mechanism: 'DIGEST-MD5', username: 'bob' } }],
  ['needs a `step`', { sasl: { mechanism: 'GSSAPI' } }],
])('what no server could take is refused at once: it %s', async ([problem, options]) => {
  const error = await failureOf(connect({ connect: 'a', ...(options as Partial<ClientOptions>) }));
  expect(error).toBeInstanceOf(BadArgumentsError);
  expect((error as BadArgumentsError).message).toContain(problem);
});

test('addAuth refuses what no server could take', async () => {
  const client = await connect({ connect: 'a', lazy: true });
  expect(await failureOf(client.addAuth('', 'x'))).toMatchObject({
    code: ErrorCode.BadArguments,
    operation: 'addAuth',
  });
  expect(await failureOf(client.addAuth('digest', 'x', { timeoutMs: -1 }))).toBeInstanceOf(BadArgumentsError);
  await client.close();
});

test('SASL comes before everything else, on each connection', async () => {
  using server = await ScriptedServer.start();
  const connecting = connect(optionsFor(server, { sasl: digestMd5, auth: [BOB] }));
  const greet = async (peer: ScriptedPeer): Promise<void> => {
    await peer.accept();
    expect(await takeSaslStep(peer, CHALLENGE)).toBe('');
    expect(await takeSaslStep(peer, PROOF)).toContain('response=a5515d9bebda4d0fa51ad1840222ba6e');
    expect(await takeCredential(peer)).toBe('digest bob:secret');
  };
  const first = await server.peer();
  await greet(first);
  const client = await connecting;
  first.destroy();
  const second = await server.peer();
  const asked = client.exists('/a');
  await greet(second);
  await answerNext(second, OpCode.exists);
  expect(await asked).toBeUndefined();
  await close(client, second);
});

test.for<readonly [string, (peer: ScriptedPeer) => Promise<unknown>, string]>([
  ['does not know the user', (peer) => refuseAfter(peer, [CHALLENGE], ErrorCode.AuthFailed), 'AuthFailed'],
  ['has no SASL', (peer) => takeSaslStep(peer, null), 'the server offers no DIGEST-MD5'],
  [
    'does not know the password itself',
    (peer) => answerAll(peer, [CHALLENGE, 'rspauth=00']),
    'does not know the password',
  ],
])('a server that %s ends the client', async ([, exchange, message]) => {
  using server = await ScriptedServer.start();
  const connecting = failureOf(connect(optionsFor(server, { sasl: digestMd5 })));
  const peer = await server.peer();
  await peer.accept();
  await exchange(peer);
  const error = await connecting;
  expect(error).toBeInstanceOf(AuthFailedError);
  expect((error as AuthFailedError).message).toContain(message);
});

async function answerAll(peer: ScriptedPeer, answers: readonly string[]): Promise<void> {
  for (const answer of answers) await takeSaslStep(peer, answer);
}

async function refuseAfter(peer: ScriptedPeer, answers: readonly string[], error: number): Promise<void> {
  await answerAll(peer, answers);
  await takeSaslStep(peer, null, error);
  peer.end();
}

test('GSSAPI goes on until the server ends it by a token without content', async () => {
  using server = await ScriptedServer.start();
  const heard: string[] = [];
  const step = (challenge: Uint8Array | undefined, { port }: { port: number }): Promise<Uint8Array> => {
    heard.push(challenge === undefined ? `begin ${port}` : Buffer.from(challenge).toString());
    return Promise.resolve(Buffer.from(`answer ${heard.length}`));
  };
  const connecting = connect(optionsFor(server, { sasl: { mechanism: 'GSSAPI', step } }));
  const peer = await server.peer();
  await peer.accept();
  expect(await takeSaslStep(peer, 'ticket')).toBe('answer 1');
  expect(await takeSaslStep(peer, 'layers')).toBe('answer 2');
  expect(await takeSaslStep(peer, null)).toBe('answer 3');
  const client = await connecting;
  expect(heard).toEqual([`begin ${server.endpoint.port}`, 'ticket', 'layers']);
  await close(client, peer);
});

test('a step of GSSAPI that fails ends the connection, and the next one begins anew', async () => {
  using server = await ScriptedServer.start();
  let calls = 0;
  const step = (): Promise<Uint8Array> => {
    calls++;
    return calls === 1 ? Promise.reject(new Error('no ticket yet')) : Promise.resolve(Buffer.from('token'));
  };
  const connecting = connect(optionsFor(server, { sasl: { mechanism: 'GSSAPI', step } }));
  await (await server.peer()).accept();
  const second = await server.peer();
  await second.accept();
  await answerAll(second, ['ticket', 'layers']);
  await takeSaslStep(second, null);
  await close(await connecting, second);
});

test.for<readonly [string, readonly (string | null)[], string]>([
  ['has no GSSAPI', [null], 'the server offers no GSSAPI'],
  ['ends it too early', ['ticket', null], 'the server does not accept the ticket'],
  ['never ends it', new Array<string>(17).fill('more'), 'the server finds no end of GSSAPI'],
])('a server that %s ends the client of GSSAPI', async ([, answers, message]) => {
  using server = await ScriptedServer.start();
  const step = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('token'));
  const connecting = failureOf(connect(optionsFor(server, { sasl: { mechanism: 'GSSAPI', step } })));
  const peer = await server.peer();
  await peer.accept();
  for (const answer of answers) await takeSaslStep(peer, answer);
  const error = await connecting;
  expect(error).toBeInstanceOf(AuthFailedError);
  expect((error as AuthFailedError).cause).toBeInstanceOf(SaslError);
  expect((error as AuthFailedError).message).toContain(message);
});
