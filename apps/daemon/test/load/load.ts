import { ConnectionEndedError, RawClient } from '@zookit/testkit';
import type { CounterLedger } from './counter-ledger.ts';
import type { Findings } from './findings.ts';
import type { SequenceLedger } from './sequence-ledger.ts';
import type { ZnodeLedger } from './znode-ledger.ts';

/** How many requests of each connection wait for replies at any time. */
const WINDOW = 16;

/** Where one connection notes what it does. */
export interface Ledgers {
  readonly counter: CounterLedger;
  readonly znodes: ZnodeLedger;
  readonly sequence: SequenceLedger;
}

/** Writes on one connection that keeps its window full. */
export class Load {
  readonly #ledgers: Ledgers;
  readonly #random: () => number;
  readonly #findings: Findings;
  readonly #onAcknowledged: () => void;

  /** `onAcknowledged` is called for each reply. */
  constructor(ledgers: Ledgers, random: () => number, findings: Findings, onAcknowledged: () => void) {
    this.#ledgers = ledgers;
    this.#random = random;
    this.#findings = findings;
    this.#onAcknowledged = onAcknowledged;
  }

  /** Writes until the connection ends, which it may do while it is made. */
  async run(port: number): Promise<void> {
    try {
      using client = await RawClient.connect({ port });
      await Promise.all(Array.from({ length: WINDOW }, () => this.#writeOn(client)));
    } catch (error) {
      if (!(error instanceof ConnectionEndedError)) throw error;
    }
  }

  async #writeOn(client: RawClient): Promise<void> {
    for (;;) {
      await this.#write(client);
      this.#onAcknowledged();
    }
  }

  #write(client: RawClient): Promise<void> {
    const { counter, znodes, sequence } = this.#ledgers;
    const choice = this.#random();
    if (choice < 0.4) return counter.advance(client);
    if (choice < 0.6) return znodes.create(client);
    if (choice < 0.7) return znodes.delete(client);
    if (choice < 0.88) return sequence.create(client, this.#findings);
    return sequence.delete(client, this.#findings);
  }
}
