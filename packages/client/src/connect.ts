import type { CallOptions } from './call-options.ts';
import { type ClientOptions, resolveOptions } from './client-options.ts';
import { ready } from './ready.ts';
import { ZooKeeper } from './zookeeper.ts';

/**
 * Connects to an ensemble, given a connect string or options, and resolves when there is a session. Rejects, and gives up,
 * when `timeoutMs` (default: that of a call) is over or `signal` is aborted.
 */
export async function connect(options: ClientOptions | string, call: CallOptions = {}): Promise<ZooKeeper> {
  const resolved = resolveOptions(typeof options === 'string' ? { connect: options } : options);
  const client = new ZooKeeper(resolved);
  if (resolved.lazy) return client;
  const context = {
    clock: resolved.environment.clock,
    timeoutMs: resolved.requestTimeoutMs,
    operation: 'connect',
  };
  try {
    const connected = ready(client, { ...call, allowReadOnly: true }, context);
    if (call.signal?.aborted !== true) client.start();
    await connected;
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}
