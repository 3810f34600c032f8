import type { PendingRequest } from './pending-request.ts';
import type { Replicator } from './replicator.ts';

/** What a {@link MemoryReplicator} needs. */
export interface MemoryReplicatorOptions {
  /** Called when there is something to commit at the end of the turn. */
  readonly onProposed: () => void;
  /** Gets the proposals of a turn in the order of their zxids. */
  readonly commit: (batch: readonly PendingRequest[]) => void;
}

/** Commits what was proposed at the end of the turn. Nothing is written: the data lasts as long as the process. */
export class MemoryReplicator implements Replicator {
  readonly #options: MemoryReplicatorOptions;
  #batch: PendingRequest[] = [];

  constructor(options: MemoryReplicatorOptions) {
    this.#options = options;
  }

  propose(request: PendingRequest): void {
    if (this.#batch.push(request) === 1) this.#options.onProposed();
  }

  endTurn(): boolean {
    const batch = this.#batch;
    if (batch.length === 0) return false;
    this.#batch = [];
    this.#options.commit(batch);
    return this.#batch.length > 0;
  }
}
