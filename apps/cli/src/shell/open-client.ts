import { connect, type FailedAttempt, retry, type ZooKeeper } from '@zookit/client';
import type { ConnectionSettings } from './connection-settings.ts';
import { ShellError } from './failure/shell-error.ts';
import { readTls } from './read-tls.ts';

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
    if (error instanceof ShellError) throw error;
    throw new ShellError((error as Error).message, { cause: error });
  }
}
