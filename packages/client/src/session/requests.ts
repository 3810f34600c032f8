import type { ConnectionState } from '../connection-state.ts';
import type { SessionRequest } from './session.ts';

/** Where operations hand in their requests: the session, or a view of it that is stricter about their order. */
export interface Requests {
  /** Sends a request, or keeps it until there is a connection. The calls of one turn keep their order. */
  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result>;
  /** The last zxid that a reply told. */
  readonly lastZxid: bigint;
  readonly state: ConnectionState;
}
