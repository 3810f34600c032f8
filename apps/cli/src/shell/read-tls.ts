import { readFile } from 'node:fs/promises';
import type { TlsConfig } from '@zookit/client';
import type { TlsSettings } from './connection-settings.ts';
import { readFailure } from './failure/file-access.ts';
import { ShellError } from './failure/shell-error.ts';

type StoreFormat = 'PEM' | 'PKCS#12' | 'JKS';

/** Reads the files that settings name. Throws {@link ShellError} that says how to make what can't be read into what can. */
export async function readTls(settings: TlsSettings): Promise<TlsConfig> {
  const { trustStore, keyStore, certificate, key, ignoresNames } = settings;
  const own = await readIdentity(keyStore, certificate, key);
  return {
    ...own,
    ca: await readTrustStore(trustStore),
    passphrase: settings.keyStorePassphrase,
    ...(ignoresNames && { checkServerIdentity: () => undefined }),
  };
}

async function readIdentity(
  keyStore: string | undefined,
  certificate: string | undefined,
  key: string | undefined,
): Promise<Pick<TlsConfig, 'cert' | 'key' | 'pfx'>> {
  if (keyStore === undefined) return { cert: await read(certificate), key: await read(key) };
  const bytes = await read(keyStore);
  const format = formatOf(bytes);
  if (format === 'JKS') {
    const command = `keytool -importkeystore -srckeystore ${keyStore} -destkeystore client.p12 -deststoretype PKCS12`;
    throw new ShellError(`${keyStore} is a key store in Java's own format. Make it PKCS#12:\n  ${command}`);
  }
  return format === 'PEM' ? { cert: bytes, key: bytes } : { pfx: bytes };
}

/** OpenSSL takes no PKCS#12 without a key. */
async function readTrustStore(trustStore: string | undefined): Promise<Uint8Array | undefined> {
  if (trustStore === undefined) return undefined;
  const bytes = await read(trustStore);
  if (formatOf(bytes) === 'PEM') return bytes;
  const command = `keytool -list -rfc -keystore ${trustStore} > ca.pem`;
  throw new ShellError(`${trustStore} is a trust store of Java's. Write its certificates as PEM:\n  ${command}`);
}

function formatOf(bytes: Uint8Array | undefined): StoreFormat {
  const text = Buffer.from(bytes ?? []).toString('latin1');
  if (text.startsWith('\xFE\xED\xFE\xED')) return 'JKS';
  return text.includes('-----BEGIN ') ? 'PEM' : 'PKCS#12';
}

async function read(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    throw readFailure(file, error);
  }
}
