import type { Operation } from '@zookit/protocol';
import type { Endpoint } from '../transport/transport.ts';

/** How the session of a new connection stands to the one before: the first, the same, or another in its place. */
export type SessionKind = 'new' | 'resumed' | 'renewed';

/** A connection between its handshake and the first call of a caller. What is sent on it is never sent on another. */
export interface GreetingLine {
  /** The last zxid that a reply told before this connection. */
  readonly lastZxid: bigint;
  /** The session on this connection. */
  readonly sessionId: bigint;
  /** Whether the server has lost its quorum and only reads. */
  readonly isReadOnly: boolean;
  readonly server: Endpoint;
  /**
   * Sends a request. Rejects with the server's error, or with `ConnectionLossError` when the connection goes. `xid`: a fixed
   * one, such as those of auth (-4) and setWatches (-8), whose replies may come before those to earlier requests.
   */
  send<Request, Response>(operation: Operation<Request, Response>, request: Request, xid?: number): Promise<Response>;
  /** Resolves after `delayMs`. Rejects with `ConnectionLossError` when the connection goes before. */
  pause(delayMs: number): Promise<void>;
}

/** Something that goes out behind each handshake, before any queued call. */
export interface Greeter {
  /**
   * Everything sent synchronously here precedes queued calls. A promise holds the next greeter and the queue back until it
   * resolves; when it rejects with `AuthFailedError` or `SessionClosedRequireSaslAuthError`, the client closes with that
   * error, and with any other the connection ends.
   */
  greet(line: GreetingLine, kind: SessionKind): Promise<void> | undefined;
}
