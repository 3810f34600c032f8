import { join } from 'node:path';
import { CertificateAuthority, TlsFront } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';
import { runInMemory } from './memory-shell.ts';
import { RunningServer } from './running-server.ts';

const authority = new CertificateAuthority('tests');
const server = authority.issue({ subject: { CN: 'server' }, names: ['127.0.0.1'] });
const client = authority.issue({ subject: { CN: 'client' } });

/** Speaks TLS, and wants a certificate, in front of a server that does not. */
function terminateTls({ port }: RunningServer): Promise<TlsFront> {
  return TlsFront.start({ port }, { cert: server.cert, key: server.key, ca: authority.cert, requestCert: true });
}

test("TLS is spoken by options with files, and by the properties of Apache's client", async () => {
  await using running = await RunningServer.start();
  await using front = await terminateTls(running);
  using folder = new TemporaryFolder();
  folder.write('ca.pem', authority.cert);
  folder.write('cert.pem', client.cert);
  folder.write('key.pem', client.key);
  folder.write('client.pem', `${client.cert}\n${client.key}`);
  folder.write('client.p12', client.pfx('secret'));
  const file = (name: string): string => join(folder.path, name);
  const properties = [
    'zookeeper.client.secure=true',
    `zookeeper.ssl.trustStore.location=${file('ca.pem')}`,
    `zookeeper.ssl.keyStore.location=${file('client.pem')}`,
  ];
  folder.write('client.properties', properties.join('\n'));
  const ways = [
    ['--tls-ca', file('ca.pem'), '--tls-cert', file('cert.pem'), '--tls-key', file('key.pem')],
    ['--tls-ca', file('ca.pem'), '--tls-pfx', file('client.p12'), '--tls-passphrase', 'secret'],
    ['-client-configuration', file('client.properties')],
  ];
  for (const way of ways) {
    expect(await runInMemory(['-server', `127.0.0.1:${front.port}`, ...way, 'ls', '/'])).toEqual({
      stdout: '[zookeeper]\n',
      stderr: '',
      code: 0,
    });
  }
});

test('a server that nobody vouches for is refused, and said so', async () => {
  await using running = await RunningServer.start();
  await using front = await terminateTls(running);
  const { stderr, code } = await runInMemory(['-server', `127.0.0.1:${front.port}`, '--tls', 'ls', '/']);
  expect(stderr).toMatch(/Could not connect to 127\.0\.0\.1:\d+: .*certificate/u);
  expect(code).toBe(1);
});

test("a trust store of Java's is told with the command that makes it one that can be read", async () => {
  using folder = new TemporaryFolder();
  const path = folder.write('trust.p12', client.pfx('secret'));
  const { stderr, code } = await runInMemory(['-server', '127.0.0.1:1', '--tls-ca', path, 'ls', '/']);
  expect(stderr).toContain(`  keytool -list -rfc -keystore ${path} > ca.pem\n`);
  expect(code).toBe(1);
});

test('a file that is not there is said', async () => {
  const { stderr, code } = await runInMemory(['-server', '127.0.0.1:1', '--tls-ca', '/missing.pem', 'ls', '/']);
  expect(stderr).toContain('/missing.pem');
  expect(code).toBe(1);
});
