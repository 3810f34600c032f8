import type { Endpoint } from '../transport/transport.ts';

/** A connection on which a request is sent, as far as the call remembers it. */
export interface SentOn {
  readonly endpoint: Endpoint;
  readonly sessionId: bigint;
  /** The last zxid that a reply told. */
  readonly lastZxid: bigint;
}
