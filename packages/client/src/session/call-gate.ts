import { InvalidStateError, type ZooKeeperError } from '@zookit/protocol';
import type { StopClass } from '../wire/pending-call.ts';

/** A call that keeps to the order of a {@link CallGate}. */
export interface GatedCall {
  /** Whether the server is about to answer it, or is known to have carried it out. */
  readonly isSent: boolean;
  stop(reason: StopClass, cause?: unknown): void;
}

/** Keeps calls in their order: behind one of which nobody knows whether it was carried out, no other is sent. */
export class CallGate {
  /** In the order in which they were made. */
  readonly #calls = new Set<GatedCall>();
  #shutBy: ZooKeeperError | undefined;

  /** Why no call gets through any more; undefined as long as they do. */
  get shutBy(): ZooKeeperError | undefined {
    return this.#shutBy;
  }

  /** A call was made. */
  enter(call: GatedCall): void {
    this.#calls.add(call);
  }

  /** A call has ended. */
  leave(call: GatedCall): void {
    this.#calls.delete(call);
  }

  /** A call ends by an `error` that leaves open what became of it: the later ones are not sent any more. */
  shut(by: GatedCall, error: ZooKeeperError): void {
    if (this.#shutBy !== undefined) return;
    this.#shutBy = error;
    let isLater = false;
    for (const call of this.#calls) {
      if (isLater && !call.isSent) call.stop(InvalidStateError, error);
      if (call === by) isLater = true;
    }
  }
}
