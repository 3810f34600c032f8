import type { ConnectionState } from '../connection-state.ts';
import type { SessionRequest } from './session-request.ts';

/** Where operations and watches send their requests: a session, or a view of one. */
export interface Requests {
  /** Sends a request, or keeps it until there is a connection. The calls of one turn keep their order. */
  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result>;
  /** The last zxid that a reply told; no server that is behind it serves this session. */
  readonly lastZxid: bigint;
  readonly state: ConnectionState;
}
