import { readFileSync } from 'node:fs';
import type { TlsSettings } from './connection-settings.ts';
import { nonEmpty } from './non-empty.ts';
import { parseProperties } from './properties.ts';
import type { ParsedWords } from './words/parsed-words.ts';
import { UsageError } from './words/usage-error.ts';

const OPTIONS = ['tls', 'tls-ca', 'tls-cert', 'tls-key', 'tls-pfx', 'tls-passphrase', 'tls-ignore-names'];

/** What options, variables and Apache's properties say of TLS; undefined for none. Throws {@link UsageError}. */
export function tlsSettingsOf(
  given: ParsedWords,
  environment: Readonly<Record<string, string | undefined>>,
): TlsSettings | undefined {
  const file = given.value('client-configuration') ?? environment['ZOOKIT_CLIENT_CONFIGURATION'];
  const ofApache = file === undefined || file === '' ? undefined : apachesSettings(file);
  const variable = (name: string): string | undefined => nonEmpty(environment[`ZOOKIT_${name}`]);
  const trustStore = given.value('tls-ca') ?? variable('TLS_CA');
  const certificate = given.value('tls-cert') ?? variable('TLS_CERT');
  const key = given.value('tls-key') ?? variable('TLS_KEY');
  const keyStore = given.value('tls-pfx') ?? variable('TLS_PFX');
  const passphrase = given.value('tls-passphrase') ?? variable('TLS_PASSPHRASE');
  const isAsked = OPTIONS.some((name) => given.has(name)) || variable('TLS') === '1';
  if (!isAsked && (trustStore ?? certificate ?? keyStore) === undefined) return ofApache;
  return {
    trustStore: trustStore ?? ofApache?.trustStore,
    keyStore: keyStore ?? ofApache?.keyStore,
    keyStorePassphrase: passphrase ?? ofApache?.keyStorePassphrase,
    certificate,
    key,
    ignoresNames: given.has('tls-ignore-names') || ofApache?.ignoresNames === true,
  };
}

/** Source: `ClientX509Util` and `ZKClientConfig`. */
function apachesSettings(file: string): TlsSettings | undefined {
  const properties = parseProperties(readText(file));
  const property = (name: string): string | undefined => nonEmpty(properties.get(`zookeeper.${name}`));
  if (property('client.secure')?.toLowerCase() !== 'true') return undefined;
  const path = property('ssl.keyStore.passwordPath');
  return {
    trustStore: property('ssl.trustStore.location'),
    keyStore: property('ssl.keyStore.location'),
    keyStorePassphrase: path === undefined ? property('ssl.keyStore.password') : readText(path).split('\n')[0],
    certificate: undefined,
    key: undefined,
    ignoresNames: property('ssl.hostnameVerification')?.toLowerCase() === 'false',
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
}
