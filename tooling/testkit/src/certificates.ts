import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';

const { asn1, pki, pkcs12 } = forge;

const DAY_MS = 86_400_000;
const KEY_BITS = 2048;

/** A certificate with its private key. */
export interface Identity {
  /** PEM. */
  readonly cert: string;
  /** PKCS#8 in PEM. */
  readonly key: string;
  /** Both and the authority's certificate as PKCS#12, encrypted with this password. */
  readonly pfx: (password: string) => Buffer;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** From the most general attribute to the most specific: `{ C: 'DE', O: 'Example', CN: 'client' }`. */
  readonly subject: Readonly<Record<string, string>>;
  /** DNS names and IP addresses that it is for. */
  readonly names?: readonly string[];
  /** Until when it is valid. Default: for a day. */
  readonly notAfter?: Date;
}

/** Issues certificates for a test: nobody else trusts it. */
export class CertificateAuthority {
  /** PEM. */
  readonly cert: string;
  readonly #keys: forge.pki.rsa.KeyPair;
  readonly #certificate: forge.pki.Certificate;

  constructor(commonName: string) {
    this.#keys = keyPair();
    const subject = { CN: commonName };
    this.#certificate = certificateFor(this.#keys.publicKey, { subject }, attributesOf(subject));
    this.#certificate.setExtensions([
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      { name: 'subjectKeyIdentifier' },
    ]);
    this.#certificate.sign(this.#keys.privateKey, forge.md.sha256.create());
    this.cert = pki.certificateToPem(this.#certificate);
  }

  /** Makes a key and a certificate for it, for servers and clients alike. */
  issue(options: CertificateOptions): Identity {
    const keys = keyPair();
    const certificate = certificateFor(keys.publicKey, options, this.#certificate.subject.attributes);
    certificate.setExtensions([
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(options.names === undefined
        ? []
        : [{ name: 'subjectAltName', altNames: options.names.map(alternativeName) }]),
    ]);
    certificate.sign(this.#keys.privateKey, forge.md.sha256.create());
    const { privateKey } = keys;
    const chain = [certificate, this.#certificate];
    return {
      cert: pki.certificateToPem(certificate),
      key: pki.privateKeyInfoToPem(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(privateKey))),
      pfx: (password) => {
        const archive = pkcs12.toPkcs12Asn1(privateKey, chain, password, { algorithm: 'aes256' });
        return Buffer.from(asn1.toDer(archive).getBytes(), 'latin1');
      },
    };
  }
}

function certificateFor(
  publicKey: forge.pki.rsa.PublicKey,
  { subject, notAfter }: CertificateOptions,
  issuer: forge.pki.CertificateField[],
): forge.pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = publicKey;
  // A leading 1: a serial number is positive.
  certificate.serialNumber = `1${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = new Date(Math.min(Date.now(), notAfter?.getTime() ?? Infinity) - DAY_MS);
  certificate.validity.notAfter = notAfter ?? new Date(Date.now() + DAY_MS);
  certificate.setSubject(attributesOf(subject));
  certificate.setIssuer(issuer);
  return certificate;
}

function attributesOf(subject: Readonly<Record<string, string>>): forge.pki.CertificateField[] {
  return Object.entries(subject).map(([shortName, value]) => ({ shortName, value }));
}

/** Node makes the keys: in JavaScript it would take seconds. */
function keyPair(): forge.pki.rsa.KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: pki.publicKeyFromPem(publicKey), privateKey: pki.privateKeyFromPem(privateKey) };
}

/** The numbers of RFC 5280: 2 is a DNS name, 7 an IP address. */
function alternativeName(name: string): { type: number; value?: string; ip?: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };
}
