import { JuteWriter } from '@zookit/jute';
import { writeProposal } from '@zookit/datatree';
import type { TxnLogWriter } from '@zookit/txnlog';
import type { PendingRequest } from '../requests/pending-request.ts';
import type { Replicator, ReplicatorListener } from '../requests/replicator.ts';

/**
 * Commits what is on disk. All that is proposed while one batch is being forced to disk becomes the next batch, so the
 * batches grow with the load and a lone write does not wait. An error of the disk is final: nothing is committed after it.
 */
export class LogReplicator implements Replicator {
  readonly #log: TxnLogWriter;
  readonly #listener: ReplicatorListener;
  readonly #onAppended: () => void;
  readonly #record = new JuteWriter(1024);
  #waiting: PendingRequest[] = [];
  #isSyncing = false;
  #hasFailed = false;

  /** `onAppended` is called after each proposal that was taken: it may be time for a snapshot. */
  constructor(log: TxnLogWriter, listener: ReplicatorListener, onAppended: () => void) {
    this.#log = log;
    this.#listener = listener;
    this.#onAppended = onAppended;
  }

  propose(request: PendingRequest): void {
    const { proposal } = request;
    if (proposal === undefined) throw new Error('only proposals are logged');
    if (this.#hasFailed) return;
    try {
      this.#record.reset();
      writeProposal(this.#record, proposal);
      this.#log.append(proposal.header.zxid, this.#record.bytes());
    } catch (error) {
      this.fail(error);
      return;
    }
    if (this.#waiting.push(request) === 1) this.#listener.onProposed();
    this.#onAppended();
  }

  /** What comes up while a batch is written follows it by itself. */
  endTurn(): boolean {
    if (!this.#isSyncing) this.#sync();
    return false;
  }

  /** The log takes nothing more: nothing is committed from now on. */
  fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#listener.onFailure(error);
  }

  #sync(): void {
    const batch = this.#waiting;
    if (batch.length === 0 || this.#hasFailed) return;
    this.#waiting = [];
    this.#isSyncing = true;
    this.#log.sync().then(
      () => {
        this.#isSyncing = false;
        // The disk has its next batch before this one is answered: at 16 connections that makes a tenth more writes.
        this.#sync();
        this.#listener.onCommitted(batch);
      },
      (error: unknown) => {
        this.fail(error);
      },
    );
  }
}
