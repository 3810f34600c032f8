import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { CertificateAuthority } from '../src/certificates.ts';

test('a certificate is signed by its authority and says whom it is for', () => {
  const authority = new CertificateAuthority('authority');
  const identity = authority.issue({ subject: { O: 'Example', CN: 'server' }, names: ['localhost', '127.0.0.1'] });
  const certificate = new X509Certificate(identity.cert);
  expect(certificate.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
  expect(certificate.subject).toBe('O=Example\nCN=server');
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
});

test('key and certificate belong together, in PEM and in PKCS#12', () => {
  const { cert, key, pfx } = new CertificateAuthority('authority').issue({ subject: { CN: 'server' } });
  expect(() => createSecureContext({ cert, key })).not.toThrow();
  expect(() => createSecureContext({ pfx: pfx('secret'), passphrase: 'secret' })).not.toThrow();
  expect(() => createSecureContext({ pfx: pfx('secret'), passphrase: 'wrong' })).toThrow('mac verify failure');
});
