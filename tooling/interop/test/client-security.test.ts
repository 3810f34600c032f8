import {
  AuthFailedError,
  type ClientOptions,
  connect,
  NoAuthError,
  RequestTimeoutError,
  SaslError,
  SessionClosedRequireSaslAuthError,
  TlsError,
  type ZooKeeper,
} from '@zookit/client';
import { freePort } from '@zookit/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apacheServer, installPeers, SecureFiles, ServerProcess, type Settings, versions } from '../src/index.ts';

const { java } = await installPeers(console.log);
const releases = [
  [versions.zookeeper, java.classPath],
  [versions.olderZookeeper, java.olderClassPath],
] as const;

const PERMISSIONS = 31;
const DATA = new TextEncoder().encode('secret');
/** Of 3.9: with it, there is neither DIGEST-MD5 nor TLS 1.3. */
const noFips: Settings = { 'fips-mode': 'false' };
const newestTls: Settings = {
  'ssl.protocol': 'TLSv1.3',
  'ssl.enabledProtocols': 'TLSv1.3',
  'ssl.ciphersuites': 'TLS_AES_256_GCM_SHA384',
};

/** A client that waits but a moment before it connects again. */
function connectTo(port: number, options: Omit<ClientOptions, 'connect'>, timeoutMs = 20_000): Promise<ZooKeeper> {
  const server = { host: 'localhost', port };
  return connect({ connect: [server], environment: { random: () => 0.02 }, ...options }, { timeoutMs });
}

/** What the last attempt to connect failed by. */
async function failureOf(connecting: Promise<ZooKeeper>): Promise<Error> {
  const error: unknown = await connecting.then(
    (client) => client.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('the client connected');
  return error instanceof RequestTimeoutError && error.cause instanceof Error ? error.cause : error;
}

/** A znode for one identity alone: its owner reads it, and nobody else does. */
async function expectOwned(owner: ZooKeeper, stranger: ZooKeeper, path: string, id: [string, string]): Promise<void> {
  const [scheme, name] = id;
  await owner.create(path, DATA, { acl: [{ permissions: PERMISSIONS, id: { scheme, id: name } }] });
  expect((await owner.get(path)).data).toEqual(DATA);
  await expect(stranger.get(path)).rejects.toBeInstanceOf(NoAuthError);
}

describe.for(releases)('the client and a server for TLS of Apache ZooKeeper %s', ([, classPath]) => {
  let files: SecureFiles;
  beforeAll(async () => {
    files = await SecureFiles.make();
  });
  afterAll(() => files[Symbol.asyncDispose]());

  test('a client is who its certificate says, from PEM, also when it has connected again', async () => {
    const securePort = await freePort();
    const settings = { ...(await files.pem(securePort)), ...noFips, ...newestTls };
    await using server = await ServerProcess.start(apacheServer({ classPath }), settings);
    const { cert, key } = files.authority.issue({ subject: { O: 'Example', CN: 'client' } });
    await using client = await connectTo(securePort, {
      tls: { ca: files.authority.cert, cert, key, minVersion: 'TLSv1.3' },
    });
    await using stranger = await connectTo(server.port, {});
    await expectOwned(client, stranger, '/pem', ['x509', 'CN=client,O=Example']);
    await server.restart();
    expect((await client.get('/pem', { timeoutMs: 20_000 })).data).toEqual(DATA);
  });

  test('stores of PKCS#12 do on both sides, and each server may have its own way', async () => {
    const securePort = await freePort();
    await using server = await ServerProcess.start(apacheServer({ classPath }), await files.pkcs12(securePort));
    const pfx = files.authority.issue({ subject: { CN: 'client' } }).pfx('password');
    await using client = await connect({
      connect: `zks://localhost:${securePort}`,
      tls: { ca: files.authority.cert, pfx, passphrase: 'password' },
    });
    await using stranger = await connect({
      connect: [{ host: 'localhost', port: server.port, tls: false }],
      tls: true,
    });
    await expectOwned(client, stranger, '/pkcs12', ['x509', 'CN=client']);
  });

  test('what goes wrong is told in words that help', async () => {
    const securePort = await freePort();
    await using server = await ServerProcess.start(apacheServer({ classPath }), await files.pem(securePort));
    const ca = files.authority.cert;
    const { cert, key } = files.authority.issue({ subject: { CN: 'client' } });
    const failures = {
      withoutCertificate: await failureOf(connectTo(securePort, { tls: { ca } }, 1000)),
      withoutAuthority: await failureOf(connectTo(securePort, { tls: { cert, key } }, 1000)),
      otherName: await failureOf(
        connectTo(securePort, { tls: { ca, cert, key, servername: 'zoo.example.org' } }, 1000),
      ),
      tlsToPlainPort: await failureOf(connectTo(server.port, { tls: { ca } }, 1000)),
      plainToTlsPort: await failureOf(connectTo(securePort, {}, 1000)),
    };
    expect(failures.withoutCertificate.message).toMatch(/certificate of the client/);
    expect(failures.withoutAuthority.message).toContain('give its issuer as `ca`');
    expect(failures.otherName.message).toContain('zoo.example.org');
    expect(failures.tlsToPlainPort.message).toContain('speaks no TLS on this port');
    expect(failures.plainToTlsPort.message).toContain('wants TLS');
    const { plainToTlsPort, ...ofTls } = failures;
    expect(Object.values(ofTls).every((error) => error instanceof TlsError)).toBe(true);
    expect(plainToTlsPort).not.toBeInstanceOf(TlsError);
  });

  test('one port may take both, and a client needs no certificate where the server wants none', async () => {
    const settings = {
      ...(await files.pem(await freePort())),
      'client.portUnification': 'true',
      'ssl.clientAuth': 'none',
    };
    await using server = await ServerProcess.start(apacheServer({ classPath }), settings);
    await using secure = await connectTo(server.port, { tls: { ca: files.authority.cert } });
    await using plain = await connectTo(server.port, {});
    expect(await secure.exists('/nothing')).toBeUndefined();
    expect(await plain.exists('/nothing')).toBeUndefined();
  });
});

describe.for(releases)('the client and a server for SASL of Apache ZooKeeper %s', ([, classPath]) => {
  const provider: Settings = { 'authProvider.sasl': 'org.apache.zookeeper.server.auth.SASLAuthenticationProvider' };
  const bob = { sasl: { mechanism: 'DIGEST-MD5', username: 'bob', password: 'bob "the" sécret' } } as const;
  const mallory = { sasl: { ...bob.sasl, password: 'guess' } } as const;
  let files: SecureFiles;
  let jvmOptions: readonly string[];
  beforeAll(async () => {
    files = await SecureFiles.make();
    jvmOptions = [`-Djava.security.auth.login.config=${await files.jaas({ bob: String.raw`bob \"the\" sécret` })}`];
  });
  afterAll(() => files[Symbol.asyncDispose]());

  const start = (settings: Settings = {}): Promise<ServerProcess> =>
    ServerProcess.start(apacheServer({ classPath }, jvmOptions), { ...provider, ...noFips, ...settings });

  test('a client is who its password proves, also when it has connected again', async () => {
    await using server = await start();
    await using client = await connectTo(server.port, bob);
    await using stranger = await connectTo(server.port, {});
    await expectOwned(client, stranger, '/sasl', ['sasl', 'bob']);
    await server.restart();
    expect((await client.get('/sasl', { timeoutMs: 20_000 })).data).toEqual(DATA);
    expect(await failureOf(connectTo(server.port, mallory))).toBeInstanceOf(AuthFailedError);
  });

  test('a server that wants SASL of everybody takes who has it, and ends the others', async () => {
    await using server = await start({ sessionRequireClientSASLAuth: 'true' });
    await using client = await connectTo(server.port, bob);
    expect(await client.exists('/nothing')).toBeUndefined();
    const refused = await failureOf(connectTo(server.port, mallory));
    expect([AuthFailedError, SessionClosedRequireSaslAuthError]).toContain(refused.constructor);
    const stranger = await connectTo(server.port, {});
    await expect(stranger.exists('/nothing')).rejects.toBeInstanceOf(SessionClosedRequireSaslAuthError);
    expect(stranger.state.status).toBe('closed');
  });

  test('a server without SASL is not taken for one that knows the client', async () => {
    await using server = await ServerProcess.start(apacheServer({ classPath }));
    const error = await failureOf(connectTo(server.port, bob));
    expect(error).toBeInstanceOf(AuthFailedError);
    expect(error.cause).toBeInstanceOf(SaslError);
  });
});
