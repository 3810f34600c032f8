import { CreateMode, openAclUnsafe, writes } from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';
import { CounterLedger } from './counter-ledger.ts';
import { Findings } from './findings.ts';
import { Load } from './load.ts';
import { SequenceLedger } from './sequence-ledger.ts';
import { Witness } from './witness.ts';
import { ZnodeLedger } from './znode-ledger.ts';

const CONNECTIONS = 4;

/** Clients that write to one server after the other over the same data, and remember what was acknowledged. */
export class Workload {
  readonly findings: Findings = new Findings();
  readonly #random: () => number;
  readonly #witness = new Witness();
  readonly #sequence = new SequenceLedger('/queue');
  readonly #counters = Array.from(
    { length: CONNECTIONS },
    (_, index) => new CounterLedger(`/counter-${String(index)}`),
  );
  readonly #znodes: ZnodeLedger[] = [];
  #hasParents = false;
  #round = 0;
  #acknowledgedCount = 0;

  /** `random` determines what is written. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** How many writes were acknowledged. */
  get acknowledgedCount(): number {
    return this.#acknowledgedCount;
  }

  /**
   * Compares what a server has with what was acknowledged, and writes to it until it ends the connections.
   * `onAcknowledged` is told after each reply how many there were in this round.
   */
  async run(port: number, onAcknowledged: (count: number) => void = () => undefined): Promise<void> {
    using client = await this.#audit(port, this.#recentZnodes());
    const folders = await this.#nextFolders(client);
    let count = 0;
    const noteAcknowledged = () => {
      this.#acknowledgedCount++;
      onAcknowledged(++count);
    };
    const loads = this.#counters.map((counter, index) => {
      const ledgers = { counter, znodes: folders[index]!, sequence: this.#sequence };
      return new Load(ledgers, this.#random, this.findings, noteAcknowledged).run(port);
    });
    await Promise.all(loads);
  }

  /** Compares all that a server has with what was acknowledged. */
  async audit(port: number): Promise<void> {
    (await this.#audit(port, this.#znodes)).disconnect();
  }

  /** Those of the last round, and of one before. */
  #recentZnodes(): ZnodeLedger[] {
    const earlier = this.#znodes[Math.floor(this.#random() * this.#znodes.length)];
    return [...new Set([...this.#znodes.slice(-CONNECTIONS), ...(earlier === undefined ? [] : [earlier])])];
  }

  async #audit(port: number, znodes: readonly ZnodeLedger[]): Promise<RawClient> {
    const client = await this.#witness.connect(port, this.findings);
    if (!this.#hasParents) await this.#makeParents(client);
    for (const ledger of [...this.#counters, this.#sequence, ...znodes]) await ledger.audit(client, this.findings);
    return client;
  }

  async #makeParents(client: RawClient): Promise<void> {
    await makeZnode(client, this.#sequence.parent, '');
    for (const { path } of this.#counters) await makeZnode(client, path, '0');
    this.#hasParents = true;
  }

  async #nextFolders(client: RawClient): Promise<ZnodeLedger[]> {
    const round = String(this.#round++);
    const ledgers = this.#counters.map((_, index) => new ZnodeLedger(`/round-${round}-${String(index)}`));
    for (const { folder } of ledgers) await makeZnode(client, folder, '');
    this.#znodes.push(...ledgers);
    return ledgers;
  }
}

async function makeZnode(client: RawClient, path: string, text: string): Promise<void> {
  const data = Buffer.from(text);
  await client.ask(writes.create, { path, data, acl: openAclUnsafe, flags: CreateMode.PERSISTENT });
}
