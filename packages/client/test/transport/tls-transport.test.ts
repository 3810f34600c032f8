import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { CertificateAuthority, freePort } from '@zookit/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { systemDial } from '../../src/transport/system-dial.ts';
import type { TlsConfig } from '../../src/transport/tls-config.ts';
import { TlsError } from '../../src/transport/tls-error.ts';
import type { Endpoint } from '../../src/transport/transport.ts';

const authority = new CertificateAuthority('authority');
const stranger = new CertificateAuthority('stranger');
const { cert: ca } = authority;
const { cert, key } = authority.issue({ subject: { CN: 'server' }, names: ['localhost', '127.0.0.1'] });
const client = authority.issue({ subject: { CN: 'client' } });
const unknownClient = stranger.issue({ subject: { CN: 'client' } });

async function listen(server: Server): Promise<Endpoint> {
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: 'localhost', port: (server.address() as AddressInfo).port };
}

/** A server that sends back what it gets, and then ends. */
function echo(options: TlsOptions = {}): Promise<Endpoint> {
  const server = createServer({ cert, key, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (chunk) => socket.end(chunk));
  });
  return listen(server);
}

/** What comes back from a server, or the error by which the connection ends. */
function exchange(endpoint: Endpoint, config: TlsConfig): Promise<string | Error> {
  return new Promise((resolve) => {
    let text = '';
    const transport = systemDial(
      endpoint,
      {
        onConnected: () => transport.write(Buffer.from('hello')),
        onBytes: (chunk) => (text += Buffer.from(chunk).toString()),
        onDrained() {},
        onClosed: (error) => resolve(error ?? text),
      },
      config,
    );
  });
}

async function failureOf(endpoint: Endpoint, config: TlsConfig): Promise<TlsError> {
  const error = await exchange(endpoint, config);
  if (error instanceof TlsError) return error;
  throw new Error('this is not what was to go wrong', { cause: error });
}

test('a server is trusted by its authority, among others', async () => {
  expect(await exchange(await echo(), { ca: [stranger.cert, Buffer.from(ca)] })).toBe('hello');
});

test('an address is checked as a name is', async () => {
  const { port } = await echo();
  expect(await exchange({ host: '127.0.0.1', port }, { ca })).toBe('hello');
  expect(await exchange({ host: '127.0.0.1', port }, { ca, servername: 'localhost' })).toBe('hello');
  expect(await exchange({ host: 'localhost', port }, { ca, servername: '127.0.0.1' })).toBe('hello');
  expect((await failureOf({ host: 'localhost', port }, { ca, servername: '127.0.0.2' })).message).toContain(
    '127.0.0.2',
  );
});

test('the server is asked for by its name, and an address is no name', async () => {
  const asked: (string | false)[] = [];
  const server = createServer({ cert, key }, (socket) => {
    asked.push(socket.servername ?? false);
    socket.once('data', (chunk) => socket.end(chunk));
  });
  const { port } = await listen(server);
  await exchange({ host: 'localhost', port }, { ca });
  await exchange({ host: '127.0.0.1', port }, { ca });
  expect(asked).toEqual(['localhost', false]);
});

test.for([
  ['PEM', { cert: client.cert, key: client.key }],
  ['PKCS#12', { pfx: client.pfx('secret'), passphrase: 'secret' }],
] as const)('a client shows its certificate from %s', async ([, identity]) => {
  const endpoint = await echo({ ca, requestCert: true });
  expect(await exchange(endpoint, { ca, ...identity })).toBe('hello');
});

test('what reload gives stands in place of what it gave before', async () => {
  const endpoint = await echo({ ca, requestCert: true });
  const identities = [unknownClient, client].map(({ cert, key }) => ({ cert, key }));
  const reload = (): Promise<TlsConfig> => Promise.resolve({ ...identities.shift() });
  expect(await exchange(endpoint, { ca, reload })).toBeInstanceOf(TlsError);
  expect(await exchange(endpoint, { ca, reload })).toBe('hello');
});

test('a reload that fails ends the attempt', async () => {
  const cause = new Error('no such file');
  const error = await failureOf(await echo(), { ca, reload: () => Promise.reject(cause) });
  expect(error.message).toContain('`reload`');
  expect(error.cause).toBe(cause);
});

test('nothing is told of a connection that was given up during reload', async () => {
  const endpoint = await echo();
  const told: string[] = [];
  const reloaded = Promise.resolve({ ca });
  const tell = (what: string) => () => void told.push(what);
  const events = {
    onConnected: tell('connected'),
    onBytes: tell('bytes'),
    onDrained: tell('drained'),
    onClosed: tell('closed'),
  };
  systemDial(endpoint, events, { reload: () => reloaded }).destroy();
  await reloaded;
  expect(await exchange(endpoint, { ca })).toBe('hello');
  expect(told).toEqual([]);
});

test('a certificate of an unknown authority is refused, and the message asks for `ca`', async () => {
  const endpoint = await echo();
  const error = await failureOf(endpoint, { ca: stranger.cert });
  expect(error.message).toBe(
    `localhost:${endpoint.port}: the server's certificate is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE): ` +
      'give its issuer as `ca`',
  );
  expect(error.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(error.server).toEqual(endpoint);
});

test('a certificate that signs itself is refused, unless it is what is trusted', async () => {
  const endpoint = await echo({ cert: cert + ca });
  expect((await failureOf(endpoint, {})).message).toContain('SELF_SIGNED_CERT_IN_CHAIN');
  expect(await exchange(endpoint, { rejectUnauthorized: false })).toBe('hello');
});

test('a certificate for another name is refused, and the message names both', async () => {
  const endpoint = await echo();
  const error = await failureOf(endpoint, { ca, servername: 'zoo.example.org' });
  expect(error.message).toContain('Host: zoo.example.org.');
  expect(error.message).toContain('DNS:localhost');
  expect(error.message).toContain('set `servername`');
  expect(await exchange(endpoint, { ca, servername: 'zoo.example.org', checkServerIdentity: () => undefined })).toBe(
    'hello',
  );
});

test('a certificate that has expired is refused', async () => {
  const expired = authority.issue({ subject: { CN: 'server' }, names: ['localhost'], notAfter: new Date(0) });
  const error = await failureOf(await echo({ cert: expired.cert, key: expired.key }), { ca });
  expect(error.message).toContain("the server's certificate has expired");
});

test.for([
  ['answers in plain', (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0, 0, 0, 37]), bytes])],
  ['ends the connection', (): Uint8Array => new Uint8Array()],
] as const)('a server without TLS that %s is known for it', async ([, answer]) => {
  const server = createTcpServer((socket) => socket.once('data', (chunk) => socket.end(answer(Buffer.from(chunk)))));
  const { message } = await failureOf(await listen(server), { ca });
  expect(message).toMatch(/speaks no TLS on this port/);
});

test.for(['TLSv1.2', 'TLSv1.3'] as const)('a server that wants a certificate says so, by %s', async (version) => {
  const endpoint = await echo({ ca, requestCert: true, minVersion: version, maxVersion: version });
  expect((await failureOf(endpoint, { ca })).message).toContain('a certificate of the client');
  const unknown = { cert: unknownClient.cert, key: unknownClient.key };
  expect((await failureOf(endpoint, { ca, ...unknown })).message).toMatch(/does not trust the client's certificate/);
});

test('versions without overlap are named', async () => {
  const error = await failureOf(await echo({ maxVersion: 'TLSv1.2' }), { ca, minVersion: 'TLSv1.3' });
  expect(error.message).toContain('`minVersion`');
});

test('a port on which nobody listens is no matter of TLS', async () => {
  const error = await exchange({ host: '127.0.0.1', port: await freePort() }, { ca });
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a client that speaks plain to a port for TLS gets a hint', async () => {
  const endpoint = await echo();
  const error = await new Promise<Error | undefined>((resolve) => {
    const transport = systemDial(
      endpoint,
      {
        onConnected: () => transport.write(Buffer.from([0, 0, 0, 45, 0, 0, 0, 0])),
        onBytes() {},
        onDrained() {},
        onClosed: resolve,
      },
      undefined,
    );
  });
  expect(error?.message).toContain('wants TLS');
});
