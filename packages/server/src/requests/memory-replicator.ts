import type { PendingRequest } from './pending-request.ts';
import type { Replicator, ReplicatorListener } from './replicator.ts';

/** Commits what was proposed at the end of the turn. Nothing is written: the data lasts as long as the process. */
export class MemoryReplicator implements Replicator {
  readonly #listener: ReplicatorListener;
  #batch: PendingRequest[] = [];

  constructor(listener: ReplicatorListener) {
    this.#listener = listener;
  }

  propose(request: PendingRequest): void {
    if (this.#batch.push(request) === 1) this.#listener.onProposed();
  }

  endTurn(): boolean {
    const batch = this.#batch;
    if (batch.length === 0) return false;
    this.#batch = [];
    this.#listener.onCommitted(batch);
    return this.#batch.length > 0;
  }
}
