import type { ZooKeeperError } from '@zookit/protocol';
import type { GreetingLine, SessionKind } from './greeter.ts';

/** A request that was sent, and whose reply was lost with the connection. */
export interface LostRequest<Request> {
  readonly request: Request;
  /** The last zxid that a reply had told when the request was sent. */
  readonly sentAfterZxid: bigint;
  readonly sessionId: bigint;
}

/** What became of a {@link LostRequest}: it was carried out, it is to be sent again, it failed, or nobody can tell. */
export type Settled<Result> =
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'repeat' }
  | { readonly type: 'failed'; readonly error: ZooKeeperError }
  | { readonly type: 'unknown' };

/** Finds out on the new connection, before any queued call is sent, what became of a request. */
export type Settle<Request, Result> = (
  lost: LostRequest<Request>,
  line: GreetingLine,
  kind: SessionKind,
) => Promise<Settled<Result>>;
