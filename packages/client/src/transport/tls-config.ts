import { X509Certificate } from 'node:crypto';
import { createSecureContext, type PeerCertificate, type SecureContext, type SecureVersion } from 'node:tls';
import { choiceRule, flagRule, functionRule, type OptionRule, type OptionRules, textRule } from '../option-rules.ts';
import type { Endpoint } from './transport.ts';
import { TlsError } from './tls-error.ts';

/** Certificates and keys: the text or the bytes of a file, never its name. */
export type TlsMaterial = string | Uint8Array;

/** How to speak TLS with the servers. All of it is optional: `{}` trusts whom Node.js trusts, and shows no certificate. */
export interface TlsConfig {
  /**
   * Whose certificates to trust, as PEM: one or more certificates. Default: the authorities that Node.js trusts, to which
   * `NODE_EXTRA_CA_CERTS` and `--use-system-ca` add.
   */
  readonly ca?: TlsMaterial | readonly TlsMaterial[] | undefined;
  /** The client's own certificate as PEM, its issuers behind it. Servers want one unless `ssl.clientAuth` says otherwise. */
  readonly cert?: TlsMaterial | undefined;
  /** The private key for `cert`, as PEM. */
  readonly key?: TlsMaterial | undefined;
  /** Certificate, key and issuers in one as PKCS#12 (`.p12`, `.pfx`), in place of `cert` and `key`. */
  readonly pfx?: Uint8Array | undefined;
  /** Opens `key` or `pfx`. */
  readonly passphrase?: string | undefined;
  /** The name that is asked for (SNI) and must stand in the server's certificate. Default: the endpoint's host. */
  readonly servername?: string | undefined;
  /** Whether to leave a server whose certificate is not trusted or is for another name. Default true. */
  readonly rejectUnauthorized?: boolean | undefined;
  /**
   * Says what is wrong with the name in a certificate that is otherwise trusted; undefined for nothing. Default: that of
   * `node:tls`, by which a subject alternative name, or else the common name, must match. `() => undefined` accepts each.
   */
  readonly checkServerIdentity?: ((hostname: string, certificate: PeerCertificate) => Error | undefined) | undefined;
  /** The oldest version to speak. Default: that of Node.js, `TLSv1.2`. */
  readonly minVersion?: SecureVersion | undefined;
  /** The newest version to speak. Default: that of Node.js, `TLSv1.3`. */
  readonly maxVersion?: SecureVersion | undefined;
  /** In OpenSSL's words. Default: those of Node.js. */
  readonly ciphers?: string | undefined;
  /**
   * Called before each connection: what it gives stands in place of the fields of the same name. So certificates that were
   * renewed on the disk serve from the next connection on. When it rejects, that attempt has failed, and the next one asks
   * again.
   */
  readonly reload?: (() => Promise<Omit<TlsConfig, 'reload'>>) | undefined;
}

const materialRule: OptionRule = { accepts: isMaterial, what: 'text or bytes' };
const versionRule = choiceRule('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3');

/** What the options of TLS must be. */
export const tlsRules: OptionRules<TlsConfig> = {
  ca: {
    accepts: (value) => isMaterial(value) || (Array.isArray(value) && value.every(isMaterial)),
    what: 'text or bytes, or a list of them',
  },
  cert: materialRule,
  key: materialRule,
  pfx: { accepts: (value) => value instanceof Uint8Array, what: 'bytes' },
  passphrase: textRule,
  servername: textRule,
  rejectUnauthorized: flagRule,
  checkServerIdentity: functionRule,
  minVersion: versionRule,
  maxVersion: versionRule,
  ciphers: textRule,
  reload: functionRule,
};

function isMaterial(value: unknown): value is TlsMaterial {
  return typeof value === 'string' || value instanceof Uint8Array;
}

/** Reads certificates and keys. Throws {@link TlsError} that says what can't be read. */
export function secureContextOf(config: TlsConfig, server?: Endpoint): SecureContext {
  const { cert, key, pfx, passphrase, minVersion, maxVersion, ciphers } = config;
  if ((cert === undefined) !== (key === undefined))
    throw new TlsError('`cert` and `key` come together, or as `pfx`', { server });
  const ca = config.ca === undefined ? undefined : [config.ca].flat().map((one) => bytesOf(one));
  ca?.forEach((one) => assertCertificate(one, server));
  try {
    return createSecureContext({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert: bytesOf(cert) }),
      ...(key !== undefined && { key: bytesOf(key) }),
      ...(pfx !== undefined && { pfx: bytesOf(pfx) }),
      ...(passphrase !== undefined && { passphrase }),
      ...(minVersion !== undefined && { minVersion }),
      ...(maxVersion !== undefined && { maxVersion }),
      ...(ciphers !== undefined && { ciphers }),
    });
  } catch (cause) {
    throw new TlsError(`${subjectOf(config)} can't be used: ${remedyFor(cause)}`, { server, cause });
  }
}

function bytesOf(material: TlsMaterial): Buffer {
  return Buffer.from(material);
}

/** OpenSSL takes text without a certificate for no authority at all, and then trusts nobody. */
function assertCertificate(ca: Buffer, server: Endpoint | undefined): void {
  try {
    new X509Certificate(ca);
  } catch (cause) {
    throw new TlsError('`ca` has no certificate in PEM: give the text of the file, not its name', { server, cause });
  }
}

function subjectOf({ pfx, cert }: TlsConfig): string {
  if (pfx !== undefined) return '`pfx`';
  return cert === undefined ? 'the options' : '`cert` with `key`';
}

function remedyFor(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/mac verify failure|bad decrypt|bad password/i.test(message)) return 'the passphrase is wrong';
  if (/key values mismatch/i.test(message)) return 'the key belongs to another certificate';
  if (/no start line/i.test(message)) return 'give the text of PEM files, not their names';
  if (/unsupported/i.test(message)) return `an encryption that OpenSSL no longer reads; export it anew (${message})`;
  return message;
}
