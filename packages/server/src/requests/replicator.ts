import type { PendingRequest } from './pending-request.ts';

/**
 * Makes proposals durable and agreed upon. The one port that hides in which mode the server runs: everything above and
 * below it is the same in each.
 */
export interface Replicator {
  /** Takes a proposal. It is committed later, never before this returns, and in the order of the zxids. */
  propose(request: PendingRequest): void;
  /** Everything that arrived in this turn of the event loop has been proposed. Says whether more came up meanwhile. */
  endTurn(): boolean;
}

/** Whom a {@link Replicator} tells. */
export interface ReplicatorListener {
  /** Something was proposed: asks for an end of this turn. */
  onProposed(): void;
  /** Gets proposals that are committed, in the order of their zxids. */
  onCommitted(batch: readonly PendingRequest[]): void;
  /** Nothing can be committed any more. */
  onFailure(error: unknown): void;
}
