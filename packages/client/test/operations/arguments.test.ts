import { afterAll, beforeAll, expect, test } from 'vitest';
import { acl, BadArgumentsError, codec, read, type ZooKeeper, type ZooKeeperError } from '../../src/index.ts';
import { type ScriptedPeer, ScriptedServer } from '../scripted-server.ts';
import { leave, open } from '../watches/watching-peer.ts';

let server: ScriptedServer;
let client: ZooKeeper;
let peer: ScriptedPeer;

beforeAll(async () => {
  server = await ScriptedServer.start();
  ({ client, peer } = await open(server));
});

afterAll(() => leave(client, server));

/** Whatever a caller without a compiler may pass. */
const anything = (value: unknown): never => value as never;

const nonsense: [message: string, call: (client: ZooKeeper) => unknown][] = [
  ['get: the path is empty', () => client.get('')],
  ['get a: the path does not start with "/"', () => client.get('a')],
  ['get: a path must be a string, not undefined', () => client.get(anything(undefined))],
  ['get: a path must be a string, not 5', () => client.get(anything(5))],
  ['exists /a//b: the path contains an empty name', () => client.exists('/a//b')],
  ['children /a/../b: the path contains a relative name', () => client.children('/a/../b')],
  ['delete /a/: the path ends with "/"', () => client.delete('/a/')],
  ['delete /a\0: the path contains the forbidden character U+0000 at 2', () => client.delete('/a\0')],
  [
    'get /a: the options must be an object, not a function',
    () =>
      client.get(
        '/a',
        anything(() => undefined),
      ),
  ],
  ['get /a: the options must be an object, not true', () => client.get('/a', anything(true))],
  [
    'get /a: there is no option timeout; there are signal, timeoutMs, retry, watcher',
    () => client.get('/a', anything({ timeout: 1 })),
  ],
  [
    'sync /a: there is no option timeout; there are signal, timeoutMs, retry',
    () => client.sync('/a', anything({ timeout: 1 })),
  ],
  ['get /a: timeoutMs must be a number of milliseconds from 0 on, not -1', () => client.get('/a', { timeoutMs: -1 })],
  [
    'get /a: timeoutMs must be a number of milliseconds from 0 on, not "1"',
    () => client.get('/a', anything({ timeoutMs: '1' })),
  ],
  [
    'get /a: signal must be an AbortSignal, not an object',
    () => client.get('/a', anything({ signal: new AbortController() })),
  ],
  [
    'set /a: the data must be a string, a Uint8Array or null, not an object',
    () => client.set('/a', anything({ b: 1 })),
  ],
  [
    'set /a: the data must be a string, a Uint8Array or null, not undefined',
    () => client.set('/a', anything(undefined)),
  ],
  [
    'set /a: version must be a whole number from -1 to 2147483647, not 0.5',
    () => client.set('/a', '', { version: 0.5 }),
  ],
  [
    'create /a: the data must be a string, a Uint8Array or null, not an array',
    () => client.create('/a', anything([1])),
  ],
  [
    'create /a: kind must be "persistent" or "ephemeral" or "ttl" or "container", not "session"',
    () => client.create('/a', null, anything({ kind: 'session' })),
  ],
  [
    'create /a: there is no option ephemeral; there are signal, timeoutMs, retry, kind, sequential, ttlMs, acl, parents, protect, ifExists',
    () => client.create('/a', null, anything({ ephemeral: true })),
  ],
  ['create /a: a znode of kind ttl needs ttlMs', () => client.create('/a', null, anything({ kind: 'ttl' }))],
  ['create /a: ttlMs is for znodes of kind ttl', () => client.create('/a', null, anything({ ttlMs: 5 }))],
  [
    'create /a: ttlMs must be a whole number from 1 to 1099511627775, not 0',
    () => client.create('/a', null, { kind: 'ttl', ttlMs: 0 }),
  ],
  [
    'create /a: a container gets no number',
    () => client.create('/a', null, anything({ kind: 'container', sequential: true })),
  ],
  [
    'create /a-: a znode that gets a number is never there already',
    () => client.create('/a-', null, { sequential: true, ifExists: 'keep' }),
  ],
  [
    'create /a: acl must be a list of { permissions, id: { scheme, id } } that is not empty, not an array',
    () => client.create('/a', null, { acl: [] }),
  ],
  [
    'setAcl /a: the ACL must be a list of { permissions, id: { scheme, id } } that is not empty, not an object',
    () => client.setAcl('/a', anything(acl.open[0])),
  ],
  [
    "setAcl /a: entry 1 of the ACL must be { permissions, id: { scheme, id } }, not { scheme: 'world', id: 'anyone' }",
    () => client.setAcl('/a', [...acl.readOnly, anything({ scheme: 'world', id: 'anyone' })]),
  ],
  [
    'create /a: entry 0 of the ACL must be { permissions, id: { scheme, id } }, not "world:anyone:r"',
    () => client.create('/a', null, { acl: [anything('world:anyone:r')] }),
  ],
  [
    'delete /a: ifMissing must be "error" or "ignore", not true',
    () => client.delete('/a', anything({ ifMissing: true })),
  ],
  ['delete /: servers keep this znode', () => client.delete('/', { recursive: true })],
  ['childCount /a: recursive must be true or false, not 1', () => client.childCount('/a', anything({ recursive: 1 }))],
  ['ensurePath /a/: the path ends with "/"', () => client.ensurePath('/a/')],
  ['walk a: the path does not start with "/"', () => client.walk('a').next()],
  [
    'walk /a: concurrency must be a whole number from 1 to 2147483647, not 0',
    () => client.walk('/a', { concurrency: 0 }).next(),
  ],
  ['ephemerals a: the path does not start with "/"', () => client.ephemerals('a')],
  ['multiRead b: the path does not start with "/"', () => client.multiRead([read.get('/a'), read.children('b')])],
  ['reconfig /zookeeper/config: there is nothing to add, to remove or to set as members', () => client.reconfig({})],
  ['reconfig /zookeeper/config: members is empty: an ensemble has servers', () => client.reconfig({ members: [] })],
  [
    'reconfig /zookeeper/config: members is the whole list: it goes without add and remove',
    () => client.reconfig(anything({ members: ['x'], add: ['y'] })),
  ],
  [
    'reconfig /zookeeper/config: fromVersion must be a bigint, not 1',
    () => client.reconfig({ remove: [1] }, anything({ fromVersion: 1 })),
  ],
  [
    'transaction: guard must be { path, version }, not "/a"',
    () =>
      client
        .transaction()
        .create('/a')
        .commit(anything({ guard: '/a' })),
  ],
  [
    'update /n: there is no option version; there are signal, timeoutMs, retry, fence',
    () => client.node('/n', codec.text).update(() => '', anything({ version: 1 })),
  ],
  ['multiRead: the reads must be a list, not an object', () => client.multiRead(anything(read.get('/a')))],
  [
    'multiRead: read 1 must be made by read.get or read.children',
    () => client.multiRead([read.get('/a'), anything({ operation: 'exists', path: '/a' })]),
  ],
  ['multiRead: read 0 must be made by read.get or read.children', () => client.multiRead([anything('/a')])],
  ['close: there is no option timeout; there are timeoutMs, keepSession', () => client.close(anything({ timeout: 1 }))],
];

test.for(nonsense)('what makes no sense rejects and is not sent: %s', async ([message, call]) => {
  const failure = await Promise.resolve(call(client)).then(
    () => undefined,
    (error: unknown) => error as ZooKeeperError,
  );
  expect(failure).toBeInstanceOf(BadArgumentsError);
  expect(failure?.outcome).toBe('not-executed');
  expect(failure?.message).toBe(`BadArguments: ${message}`);
  expect(failure?.stack).toContain('arguments.test.ts');
});

test('nothing of all that was sent', async () => {
  const reading = client.exists('/last');
  const { header } = await peer.request();
  expect(header.xid).toBe(1);
  peer.reply(header.xid, 1n, -101);
  await expect(reading).resolves.toBeUndefined();
});

test('a step of a transaction that makes no sense throws where it is added', () => {
  const transaction = client.transaction();
  expect(() => transaction.create('a')).toThrow('BadArguments: transaction a: the path does not start with "/"');
  expect(() => transaction.set('/a', anything(1))).toThrow('the data must be a string, a Uint8Array or null, not 1');
  expect(() => transaction.delete('/a', { version: -2 })).toThrow('version must be a whole number from -1');
  expect(() => transaction.check('/a', anything(undefined))).toThrow('version must be a whole number from -1');
});

test.for<[operation: string, call: (client: ZooKeeper) => unknown]>([
  ['watch', (one) => one.watch('bad')],
  ['observe', (one) => one.observe('bad')],
  ['namespace', (one) => one.namespace('bad')],
  ['node', (one) => one.node('bad', codec.text)],
  ['transaction', (one) => one.transaction().create('bad')],
])('what %s throws shows who called it, and the rule', ([operation, call]) => {
  const thrown = (): unknown => call(client);
  let failure: unknown;
  try {
    thrown();
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(BadArgumentsError);
  expect(failure).toMatchObject({
    message: `BadArguments: ${operation} bad: the path does not start with "/"`,
    outcome: 'not-executed',
  });
  expect((failure as ZooKeeperError).stack).toContain('arguments.test.ts');
});

test('a handle of a znode needs a path and a codec', () => {
  expect(() => client.node('a', codec.text)).toThrow('BadArguments: node a: the path does not start with "/"');
  const wanted = 'BadArguments: node /a: the codec must be an object with name, encode and decode, not';
  expect(() => client.node('/a', anything(undefined))).toThrow(`${wanted} undefined`);
  expect(() => client.node('/a', anything(codec.json))).toThrow(`${wanted} a function`);
  expect(() => client.node('/a', anything({ encode: () => '' }))).toThrow(`${wanted} an object`);
});

test('a fence needs what create gave, and a transaction what fence gave', () => {
  const wanted = 'BadArguments: fence: a fence stands on what `create` gave';
  expect(() => client.fence(anything(undefined))).toThrow(wanted);
  expect(() => client.fence(anything({ path: '/a' }))).toThrow(wanted);
  expect(() => client.fence(anything({ path: '/a', stat: { czxid: 1n } }), anything('/b'))).toThrow(wanted);
  expect(() => client.transaction().fence(anything({ path: '/a' }))).toThrow(
    'BadArguments: transaction: the fence must be what `fence` gave, not an object',
  );
});

test('a listener needs an event that there is', () => {
  const listener = (): void => undefined;
  expect(() => client.addEventListener(anything('stat'), listener)).toThrow(
    'BadArguments: addEventListener: there is no event "stat"; there are state, ensemble',
  );
  expect(() => client.addEventListener('state', listener, anything({ passive: true }))).toThrow(
    'BadArguments: addEventListener: there is no option passive; there are signal, once',
  );
});
