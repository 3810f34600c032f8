import type { Proposal, TxnResult } from '@zookit/datatree';
import type { Id } from '@zookit/protocol';
import type { Connection } from '../network/connection.ts';

/** A request that was taken in and waits for its turn: for its commit, or for an earlier one's. */
export interface PendingRequest {
  /** Who asked; undefined for the server itself: an expired session, an unused container. */
  readonly connection: Connection | undefined;
  readonly xid: number;
  readonly opCode: number;
  /** Who the client was when it asked. A later `addauth` does not count. */
  readonly identities: readonly Id[];
  /** When it came, in ms on the server's clock. */
  readonly receivedAt: number;
  /** A read's request record. */
  readonly request: unknown;
  /** An error that was found while the request was taken in; 0 = none. */
  readonly error: number;
  /** A write's transaction; undefined for a read. */
  readonly proposal: Proposal | undefined;
  /** The write of another connection that has to be applied before this is answered: a sync waits for it. */
  readonly after: PendingRequest | undefined;
  /** What a write came to. It stays here while the client has not read the replies before it. */
  result: TxnResult | undefined;
  /** The next request of the same connection. */
  next: PendingRequest | undefined;
}
