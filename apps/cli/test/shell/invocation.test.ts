import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInvocation } from '../../src/shell/invocation.ts';
import { parseProperties } from '../../src/shell/properties.ts';
import { TemporaryFolder } from '../txnlog/temporary-folder.ts';

test('without anything it is localhost, 30 seconds, text, and no command', () => {
  expect(readInvocation([], {})).toMatchObject({
    connection: { servers: 'localhost:2181', sessionTimeoutMs: 30_000, isReadOnly: false, auth: [], tls: undefined },
    format: 'text',
    keepsSession: false,
    isVerbose: false,
    command: [],
  });
});

test("options are Apache's or ours, with one dash or two", () => {
  const apaches = ['-server', 'h1:1,h2:2/app', '-timeout', '5000', '-r', '-waitforconnection', 'ls', '-R', '/'];
  const ours = ['--server=h1:1,h2:2/app', '--timeout=5000', '--read-only', '--waitforconnection', 'ls', '-R', '/'];
  expect(readInvocation(ours, {})).toEqual(readInvocation(apaches, {}));
  expect(readInvocation(apaches, {})).toMatchObject({
    connection: { servers: 'h1:1,h2:2/app', sessionTimeoutMs: 5000, isReadOnly: true, isPatient: true },
    command: ['ls', '-R', '/'],
  });
});

test('variables stand in for options, which come first', () => {
  const environment = { ZOOKIT_SERVER: 'env:1', ZOOKIT_OUTPUT: 'json', ZOOKIT_AUTH: 'digest:u:p', ZOOKIT_TIMEOUT: '' };
  expect(readInvocation(['--server', 'option:1'], environment)).toMatchObject({
    connection: { servers: 'option:1', sessionTimeoutMs: 30_000, auth: [{ scheme: 'digest', auth: 'u:p' }] },
    format: 'json',
  });
  expect(readInvocation([], environment).connection.servers).toBe('env:1');
});

test("called zkCli.sh, it tells of its connection as Apache's does", () => {
  expect(readInvocation([], {}, 'zkCli.sh').isVerbose).toBe(true);
});

describe('TLS', () => {
  test('is set up by files', () => {
    const args = ['--tls-ca', 'ca.pem', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem', '--tls-ignore-names'];
    expect(readInvocation(args, { ZOOKIT_TLS_PASSPHRASE: 'secret' }).connection.tls).toEqual({
      trustStore: 'ca.pem',
      keyStore: undefined,
      keyStorePassphrase: 'secret',
      certificate: 'cert.pem',
      key: 'key.pem',
      ignoresNames: true,
    });
  });

  test("or by the properties of Apache's client", () => {
    using folder = new TemporaryFolder();
    const file = join(folder.path, 'client.properties');
    const lines = [
      'zookeeper.client.secure=true',
      'zookeeper.ssl.keyStore.location=/k/client.p12',
      `zookeeper.ssl.keyStore.passwordPath=${join(folder.path, 'password')}`,
      'zookeeper.ssl.trustStore.location=/k/ca.pem',
      'zookeeper.ssl.hostnameVerification=false',
    ];
    writeFileSync(file, lines.join('\n'));
    writeFileSync(join(folder.path, 'password'), 'secret\n');
    expect(readInvocation(['-client-configuration', file], {}).connection.tls).toMatchObject({
      keyStore: '/k/client.p12',
      keyStorePassphrase: 'secret',
      trustStore: '/k/ca.pem',
      ignoresNames: true,
    });
    writeFileSync(file, lines.slice(1).join('\n'));
    expect(readInvocation(['-client-configuration', file], {}).connection.tls).toBeUndefined();
  });
});

describe('what makes no sense is told with what would', () => {
  test.for([
    [['-timeout', 'soon'], 'The timeout is a number of milliseconds, as in -timeout 30000, not soon'],
    [['-server'], 'Missing argument for option: server'],
    [['--sever', 'h'], 'Unrecognized option: --sever; did you mean --server?'],
    [['--auth', 'secret'], 'A credential is scheme:auth, as in digest:user:password, not secret'],
    [['--output', 'xml'], '--output is one of text, json, not xml'],
    [['-client-configuration', '/missing'], "/missing can't be read"],
  ] as const)('%j', ([args, message]) => {
    expect(() => readInvocation(args, {})).toThrow(message);
  });
});

test("Java's properties are read as Java reads them", () => {
  const text =
    '# comment\n! comment\n a = 1\nb: two words\nc three\nlong = be\\\n   gun\nkey\\ x=\\u00e4\\ty\nempty=\n';
  expect(Object.fromEntries(parseProperties(text))).toEqual({
    a: '1',
    b: 'two words',
    c: 'three',
    long: 'begun',
    'key x': 'ä\ty',
    empty: '',
  });
});
