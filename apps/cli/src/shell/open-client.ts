import { readFile } from 'node:fs/promises';
import { connect, type FailedAttempt, retry, type TlsConfig, type ZooKeeper } from '@zookit/client';
import type { ConnectionSettings, TlsSettings } from './connection-settings.ts';
import { ShellError } from './failure/shell-error.ts';

/** A client that has not begun to connect; `onTriedInVain` is told each time that all servers were. */
export async function openClient(
  settings: ConnectionSettings,
  onTriedInVain: (attempt: FailedAttempt) => void,
): Promise<ZooKeeper> {
  const { servers, sessionTimeoutMs, isReadOnly, auth, tls } = settings;
  const delays = retry.exponential();
  try {
    return await connect({
      connect: servers,
      sessionTimeoutMs,
      readOnly: isReadOnly,
      auth,
      lazy: true,
      tls: tls && (await readTls(tls)),
      reconnect: (attempt) => {
        onTriedInVain(attempt);
        return delays(attempt);
      },
    });
  } catch (error) {
    throw new ShellError((error as Error).message, { cause: error });
  }
}

async function readTls(settings: TlsSettings): Promise<TlsConfig> {
  const { trustStore, keyStore, certificate, key, ignoresNames } = settings;
  const isPem = keyStore !== undefined && /\.pem$/iu.test(keyStore);
  return {
    ca: await read(trustStore),
    cert: await read(isPem ? keyStore : certificate),
    key: await read(isPem ? keyStore : key),
    pfx: await read(isPem ? undefined : keyStore),
    passphrase: settings.keyStorePassphrase,
    ...(ignoresNames && { checkServerIdentity: () => undefined }),
  };
}

async function read(file: string | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    throw new ShellError((error as Error).message, { cause: error });
  }
}
