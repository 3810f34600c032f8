import { ClosingError, RequestTimeoutError } from '@zookit/protocol';
import { type CallOptions, callRules } from './call-options.ts';
import type { ConnectionState, SessionInfo } from './connection-state.ts';
import type { Clock } from './environment.ts';
import { AbortedError } from './errors/client-errors.ts';
import { refusal } from './operations/refusal.ts';
import { flagRule, type OptionRules, problemOfOptions } from './option-rules.ts';
import { detailOf, type Obstacle } from './session/obstacle.ts';
import type { Endpoint } from './transport/transport.ts';
import { LinkError } from './wire/link-error.ts';
import type { ZooKeeper } from './zookeeper.ts';

/** For what `ready` waits. */
export interface ReadyOptions extends CallOptions {
  /** Whether a server that has lost its quorum will do. Default: no. */
  readonly allowReadOnly?: boolean | undefined;
}

/** What the options of `ready` must be. */
export const readyRules: OptionRules<ReadyOptions> = { ...callRules, allowReadOnly: flagRule };

/** What waiting for a connection needs besides what the caller says. */
export interface ReadyContext {
  readonly clock: Clock;
  /** How long to wait unless the caller says, in ms. */
  readonly timeoutMs: number;
  /** For errors. */
  readonly operation: string;
  /** What keeps the client from being connected, as far as it is known. */
  readonly obstacle: () => Obstacle | undefined;
}

/** Resolves when the client is connected. Rejects when it ends, with its error if it has one, and as every call does. */
export async function ready(client: ZooKeeper, options: ReadyOptions, context: ReadyContext): Promise<SessionInfo> {
  const { operation } = context;
  const problem = problemOfOptions(options, readyRules);
  if (problem !== undefined) throw refusal(operation, undefined, problem);
  const { signal, timeoutMs = context.timeoutMs, allowReadOnly = false } = options;
  const done = new AbortController();
  return new Promise<SessionInfo>((resolve, reject) => {
    const look = (state: ConnectionState): void => {
      if (state.status === 'connected' && (allowReadOnly || !state.isReadOnly)) resolve(state.session);
      if (state.status === 'closed') reject(state.error ?? new ClosingError(undefined, { operation }));
    };
    const abort = (): void => reject(new AbortedError(undefined, { operation, cause: signal?.reason }));
    const timer = context.clock.schedule(() => reject(timeoutOf(client.state, context)), timeoutMs);
    done.signal.addEventListener('abort', () => timer.cancel());
    client.addEventListener('state', ({ detail }) => look(detail.state), { signal: done.signal });
    signal?.addEventListener('abort', abort, { signal: done.signal });
    look(client.state);
    if (signal?.aborted === true) abort();
  }).finally(() => done.abort());
}

function timeoutOf(state: ConnectionState, { operation, obstacle }: ReadyContext): RequestTimeoutError {
  const found = state.status === 'connected' ? withoutQuorum(state.server) : obstacle();
  const options = { operation, outcome: 'not-executed', cause: found?.error, detail: detailOf(found) } as const;
  return new RequestTimeoutError(undefined, options);
}

function withoutQuorum(server: Endpoint): Obstacle {
  return { error: new LinkError('the server has lost its quorum, and no other has one'), server };
}
