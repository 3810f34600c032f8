import { type CallOptions, callRules } from './call-options.ts';
import type { StateChange } from './client-events.ts';
import { type ClientOptions, type ResolvedOptions, resolveOptions } from './client-options.ts';
import { refusal } from './operations/refusal.ts';
import { problemOfOptions } from './option-rules.ts';
import { ready } from './ready.ts';
import { Session } from './session/session.ts';
import { ZooKeeper } from './zookeeper.ts';

/**
 * Connects to an ensemble, given a connect string or options, and resolves when there is a session. Rejects, and gives up,
 * when `timeoutMs` (default: that of a call) is over or `signal` is aborted.
 */
export async function connect(options: ClientOptions | string, call: CallOptions = {}): Promise<ZooKeeper> {
  const problem = problemOfOptions(call, callRules);
  if (problem !== undefined) throw refusal('connect', undefined, problem);
  const resolved = resolveOptions(typeof options === 'string' ? { connect: options } : options);
  const events = new EventTarget();
  const session = sessionOf(resolved, events);
  const client = new ZooKeeper(resolved, { session, events });
  if (resolved.lazy) return client;
  const context = {
    clock: resolved.environment.clock,
    timeoutMs: resolved.requestTimeoutMs,
    operation: 'connect',
    obstacle: () => session.obstacle,
  };
  try {
    if (call.signal?.aborted !== true) client.start();
    await ready(client, { ...call, allowReadOnly: true }, context);
    return client;
  } catch (error) {
    // Who gives up does not wait for an answer to that.
    await client.close({ timeoutMs: 0 });
    throw error;
  }
}

/** A session that tells its states to `events`. */
function sessionOf(options: ResolvedOptions, events: EventTarget): Session {
  return new Session(options, (state, previous) => {
    events.dispatchEvent(new CustomEvent<StateChange>('state', { detail: { state, previous } }));
  });
}
