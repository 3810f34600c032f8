import { CertificateAuthority } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { secureContextOf, type TlsConfig } from '../../src/transport/tls-config.ts';
import { TlsError } from '../../src/transport/tls-error.ts';
import { resolveTls, tlsFor } from '../../src/transport/tls-options.ts';

const authority = new CertificateAuthority('authority');
const identity = authority.issue({ subject: { CN: 'client' } });
const other = authority.issue({ subject: { CN: 'other' } });
const encrypted = identity.pfx('secret');

test.for<readonly [string, TlsConfig, string]>([
  ['a name of a file for an authority', { ca: 'ca.pem' }, 'give the text of the file, not its name'],
  ['a name of a file for a certificate', { cert: 'client.pem', key: identity.key }, 'give the text of PEM files'],
  ['a certificate without its key', { cert: identity.cert }, '`cert` and `key` come together'],
  ['a key without its certificate', { key: identity.key }, '`cert` and `key` come together'],
  ['the key of another certificate', { cert: identity.cert, key: other.key }, 'the key belongs to another certificate'],
  ['PKCS#12 with a wrong passphrase', { pfx: encrypted, passphrase: 'wrong' }, 'the passphrase is wrong'],
  ['PKCS#12 without a passphrase', { pfx: encrypted }, 'the passphrase is wrong'],
  ['no PKCS#12 at all', { pfx: Buffer.from('abc') }, "`pfx` can't be used"],
  ['ciphers that nobody knows', { ciphers: 'NONSENSE' }, "the options can't be used"],
])('%s is refused at once', ([, config, message]) => {
  expect(() => resolveTls(config)).toThrow(TlsError);
  expect(() => resolveTls(config)).toThrow(message);
});

test('what reload may still bring is not missed before', () => {
  const config = { cert: identity.cert, reload: () => Promise.resolve({ key: identity.key }) };
  expect(resolveTls(config)).toEqual({ isDefault: true, config });
});

test('certificates and keys may be text or bytes', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  expect(() =>
    secureContextOf({ ca: bytes(authority.cert), cert: bytes(identity.cert), key: identity.key }),
  ).not.toThrow();
});

test('a server that says whether it speaks TLS is believed, and the options count for the others', () => {
  const server = { host: 'a', port: 2281 };
  const config = { ca: authority.cert };
  expect(tlsFor(server, resolveTls(undefined))).toBeUndefined();
  expect(tlsFor(server, resolveTls(false))).toBeUndefined();
  expect(tlsFor(server, resolveTls(true))).toEqual({});
  expect(tlsFor(server, resolveTls(config))).toBe(config);
  expect(tlsFor({ ...server, tls: false }, resolveTls(config))).toBeUndefined();
  expect(tlsFor({ ...server, tls: true }, resolveTls(undefined))).toEqual({});
});
