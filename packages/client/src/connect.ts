import { ClosingError, RequestTimeoutError } from '@zookit/protocol';
import { assertTimeout, type CallOptions } from './call-options.ts';
import { type ClientOptions, resolveOptions } from './client-options.ts';
import { AbortedError } from './errors/client-errors.ts';
import { ZooKeeper } from './zookeeper.ts';

/**
 * Connects to an ensemble, and resolves when there is a session. Rejects, and gives up, when `timeoutMs` (default: that of
 * a call) is over or `signal` is aborted.
 */
export async function connect(options: ClientOptions, call: CallOptions = {}): Promise<ZooKeeper> {
  const resolved = resolveOptions(options);
  if (call.signal?.aborted === true)
    throw new AbortedError(undefined, { operation: 'connect', cause: call.signal.reason });
  const timeoutMs = call.timeoutMs ?? resolved.requestTimeoutMs;
  assertTimeout(timeoutMs, 'connect');
  const client = new ZooKeeper(resolved);
  try {
    await connected(client, (giveUp) => resolved.environment.clock.schedule(giveUp, timeoutMs), call.signal);
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

function connected(
  client: ZooKeeper,
  schedule: (giveUp: () => void) => { cancel(): void },
  signal: AbortSignal | undefined,
): Promise<void> {
  const done = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const timer = schedule(() => reject(timeoutOf(client)));
    done.signal.addEventListener('abort', () => timer.cancel());
    const abort = (): void => reject(new AbortedError(undefined, { operation: 'connect', cause: signal?.reason }));
    signal?.addEventListener('abort', abort, { signal: done.signal });
    client.addEventListener(
      'state',
      ({ detail }) => {
        if (detail.state.status === 'connected') resolve();
        if (detail.state.status === 'closed') reject(new ClosingError(undefined, { operation: 'connect' }));
      },
      { signal: done.signal },
    );
    client.start();
  }).finally(() => done.abort());
}

function timeoutOf(client: ZooKeeper): RequestTimeoutError {
  const { state } = client;
  const cause = state.status === 'connecting' ? state.lastError : undefined;
  return new RequestTimeoutError(undefined, { operation: 'connect', outcome: 'not-executed', cause });
}
