import type { TxnLogWriter } from '@zookit/txnlog';
import type { StorageConfig } from '../config/server-config.ts';

/**
 * Says when a snapshot is due: after half of the most transactions, or bytes, that may come between two, and a random
 * part of the other half, so that the members of an ensemble don't all write at once. Source: `SyncRequestProcessor`.
 */
export class SnapshotSchedule {
  readonly #config: StorageConfig;
  readonly #random: () => number;
  #txnsMax = 0;
  #bytesMax = 0;

  /** `random` gives numbers from 0 up to 1. */
  constructor(config: StorageConfig, random: () => number) {
    this.#config = config;
    this.#random = random;
    this.#draw();
  }

  /** Whether it is time, given what the log has taken since the last one. If it is, the next one is drawn. */
  isDue({ recordsSinceRoll, bytesSinceRoll }: Pick<TxnLogWriter, 'recordsSinceRoll' | 'bytesSinceRoll'>): boolean {
    if (recordsSinceRoll <= this.#txnsMax && bytesSinceRoll <= this.#bytesMax) return false;
    this.#draw();
    return true;
  }

  #draw(): void {
    const { snapshotTxnsMax, snapshotTxnBytesMax } = this.#config;
    this.#txnsMax = this.#between(snapshotTxnsMax);
    this.#bytesMax = snapshotTxnBytesMax > 0 ? this.#between(snapshotTxnBytesMax) : Infinity;
  }

  #between(max: number): number {
    return Math.floor(max / 2 + (this.#random() * max) / 2);
  }
}
