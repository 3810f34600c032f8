import type { GreetingLine, SessionKind } from './greeter.ts';

/** A request that was sent, and whose reply was lost with the connection. */
export interface LostRequest<Request> {
  readonly request: Request;
  /** The last zxid that a reply had told when the request was sent. */
  readonly sentAfterZxid: bigint;
  /** The session in which it was sent. */
  readonly sessionId: bigint;
  /** Whether the caller gave this very call a policy for trying again. */
  readonly isRetryAsked: boolean;
}

/** What became of a {@link LostRequest}. */
export type Settled<Response> =
  /** It was carried out, and this is what the server had answered. */
  | { readonly type: 'done'; readonly response: Response }
  /** It is to be sent again; `outcome` is that of the first sending. */
  | { readonly type: 'repeat'; readonly outcome: 'not-executed' | 'unknown' }
  /** The server had refused it, or would refuse it now, with an error code. */
  | { readonly type: 'failed'; readonly code: number }
  /** Nobody can tell. */
  | { readonly type: 'unknown' };

/**
 * Finds out on the new connection, before any queued call is sent, what became of a request. A `ConnectionLossError` leaves
 * the question to the next connection; any other error leaves the outcome unknown.
 */
export type Settle<Request, Response> = (
  lost: LostRequest<Request>,
  line: GreetingLine,
  kind: SessionKind,
) => Promise<Settled<Response>>;
