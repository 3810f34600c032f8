import { expect, test } from 'vitest';
import { acl, BadArgumentsError, type ClientOptions, connect } from '../src/index.ts';
import { resolveOptions } from '../src/client-options.ts';
import { Session } from '../src/session/session.ts';
import { ScriptedServer } from './scripted-server.ts';

/** Whatever a caller without a compiler may pass. */
const anything = (value: unknown): never => value as never;

const WHOLE = 'must be a whole number from 1 to 2147483647, not';
const SERVERS = 'connect: the servers must be a connect string, a list or a function, not';

const nonsense: [options: unknown, problem: string][] = [
  [undefined, 'a client needs a connect string or options'],
  [null, 'the options must be an object, not null'],
  [['a:2181'], 'the options must be an object, not an array'],
  [{}, 'the option connect is missing, which says where the servers are'],
  [{ hosts: 'a' }, 'there is no option hosts; there are connect, chroot, '],
  [{ connect: 5 }, `${SERVERS} 5`],
  [{ connect: null }, `${SERVERS} null`],
  [{ connect: [] }, 'connect: a client needs at least one server'],
  [{ connect: [5] }, 'connect: a server must be "host:port" or { host, port }, not 5'],
  [{ connect: ['a', null] }, 'connect: a server must be "host:port" or { host, port }, not null'],
  [{ connect: [{ hostname: 'a', port: 1 }] }, 'connect: a server needs a host; what it may have is host, port, tls'],
  [{ connect: [{ host: 'a', ports: 1 }] }, 'connect: a server: there is no option ports; there are host, port, tls'],
  [{ connect: [{ host: '[::1]', port: 1 }] }, 'connect: a server: host must be a name or an address without brackets'],
  [{ connect: [{ host: 'a', port: 70_000 }] }, 'connect: a server: port must be a whole number from 1 to 65535'],
  [{ connect: 'a', sessionTimeout: 1000 }, 'there is no option sessionTimeout; there are '],
  [{ connect: 'a', sessionTimeoutMs: 0 }, `sessionTimeoutMs ${WHOLE} 0`],
  [{ connect: 'a', connectTimeoutMs: Infinity }, `connectTimeoutMs ${WHOLE} Infinity`],
  [{ connect: 'a', requestTimeoutMs: '5' }, `requestTimeoutMs ${WHOLE} "5"`],
  [{ connect: 'a', chroot: 'app' }, 'chroot: the path does not start with "/"'],
  [{ connect: 'a', chroot: 5 }, 'chroot must be a string, not 5'],
  [{ connect: 'a', readOnly: 'no' }, 'readOnly must be true or false, not "no"'],
  [{ connect: 'a', lazy: 1 }, 'lazy must be true or false, not 1'],
  [{ connect: 'a', onExpired: 'end' }, 'onExpired must be "renew" or "close", not "end"'],
  [{ connect: 'a', reconnect: false }, 'reconnect must be a function, not false'],
  [{ connect: 'a', retry: 3 }, 'retry must be a policy or false, not 3'],
  [{ connect: 'a', limits: 5 }, 'limits must be an object, not 5'],
  [{ connect: 'a', limits: { inflight: 1 } }, 'limits: there is no option inflight; there are inFlight, '],
  [{ connect: 'a', limits: { queued: -1 } }, `limits: queued ${WHOLE} -1`],
  [{ connect: 'a', limits: { overflow: 'drop' } }, 'limits: overflow must be "wait" or "error", not "drop"'],
  [{ connect: 'a', defaultAcl: 'open' }, 'defaultAcl must be a list of '],
  [{ connect: 'a', auth: { scheme: 'digest' } }, 'auth must be a list of { scheme, auth }, not an object'],
  [{ connect: 'a', auth: [null] }, 'auth: a credential needs a scheme, such as "digest"'],
  [{ connect: 'a', sasl: 'bob' }, 'sasl must be an object, not "bob"'],
  [{ connect: 'a', tls: 'yes' }, 'tls must be true, false or an object, not "yes"'],
  [{ connect: 'a', tls: { caFile: 'ca.pem' } }, 'tls: there is no option caFile; there are ca, cert, key, pfx, '],
  [{ connect: 'a', tls: { ca: [5] } }, 'tls: ca must be text or bytes, or a list of them, not an array'],
  [{ connect: 'a', tls: { minVersion: '1.2' } }, 'tls: minVersion must be "TLSv1" or "TLSv1.1" or "TLSv1.2" or '],
  [{ connect: 'a', ensembleTracking: 'yes' }, 'ensembleTracking must be true, false or { mapAddress }, not "yes"'],
  [{ connect: 'a', ensembleTracking: {} }, 'ensembleTracking: the option mapAddress is missing'],
  [{ connect: 'a', ensembleTracking: { map: 1 } }, 'ensembleTracking: there is no option map; there are mapAddress'],
  [{ connect: 'a', environment: { clok: 1 } }, 'environment: there is no option clok; there are clock, random, '],
  [{ connect: 'a', environment: { clock: Date } }, 'environment: clock must be { now, schedule }, two functions'],
  [{ connect: 'a', resume: { id: 5, password: new Uint8Array(16) } }, 'resume must be { id, password }, a bigint and'],
  [{ connect: 'a', resume: { id: 5n, password: 'secret' } }, 'resume must be { id, password }, a bigint and bytes'],
  [{ connect: 'a', resume: { id: 1n << 63n, password: new Uint8Array(16) } }, 'resume must be { id, password }'],
  [{ connect: 'a', resume: { id: 0n, password: new Uint8Array(16) } }, 'resume must be { id, password }'],
];

test.for(nonsense.map(([options, problem]) => ({ options, problem })))('connect refuses: $problem', async (given) => {
  const { options, problem } = given;
  const error = await connect(anything(options)).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(BadArgumentsError);
  expect((error as BadArgumentsError).message).toContain(`BadArguments: connect: ${problem}`);
  expect((error as BadArgumentsError).outcome).toBe('not-executed');
});

test.for<[problem: string, call: unknown]>([
  ['the options must be an object, not null', null],
  ['there is no option timeout; there are signal, timeoutMs, retry', { timeout: 5 }],
  ['timeoutMs must be a number of milliseconds from 0 on, not -1', { timeoutMs: -1 }],
  ['signal must be an AbortSignal, not an object', { signal: {} }],
])('connect refuses for its second argument: %s', async ([problem, call]) => {
  await expect(connect('127.0.0.1:1', anything(call))).rejects.toThrow(`BadArguments: connect: ${problem}`);
});

test('ready and updateServerList refuse what makes no sense', async () => {
  await using client = await connect({ connect: '127.0.0.1:1', lazy: true });
  await expect(client.ready(anything({ allowReadonly: true }))).rejects.toThrow(
    'BadArguments: ready: there is no option allowReadonly; there are signal, timeoutMs, retry, allowReadOnly',
  );
  await expect(client.updateServerList(anything([5]))).rejects.toThrow(
    'BadArguments: updateServerList: a server must be "host:port" or { host, port }, not 5',
  );
});

test('a server of a list without a port listens at 2181', async () => {
  const options: ClientOptions = { connect: [{ host: 'a' }, { host: 'b', port: 1, tls: true }], lazy: true };
  const servers = await resolveOptions(options).provider({ signal: new AbortController().signal });
  expect(servers).toEqual([
    { host: 'a', port: 2181 },
    { host: 'b', port: 1, tls: true },
  ]);
});

test('options that are undefined are as those that are not there', () => {
  const { limits, defaultAcl } = resolveOptions({ connect: 'a', limits: { queued: undefined }, defaultAcl: undefined });
  expect(limits.queued).toBe(262_144);
  expect(defaultAcl('/a')).toEqual(acl.open);
});

test('a handshake that can not be written costs an attempt, and not the process', async () => {
  using server = await ScriptedServer.start();
  const errors: unknown[] = [];
  const resume = { id: anything(5), password: new Uint8Array(16) };
  const options = { ...resolveOptions({ connect: [server.endpoint] }), resume, reconnect: (): false => false };
  const ended = new Promise<void>((resolve) => {
    const session = new Session(options, (state) => {
      if (state.status === 'connecting') errors.push(state.lastError);
      if (state.status === 'closed') resolve();
    });
    session.start();
  });
  await ended;
  expect(errors[0]).toMatchObject({ name: 'LinkError', message: 'the handshake could not be written' });
});
