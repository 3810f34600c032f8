import { reads, writes } from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';
import type { Findings } from './findings.ts';

/** Remembers a znode that is set to 1, 2, 3 and so on, without waiting for the replies. So its version is its number. */
export class CounterLedger {
  readonly path: string;
  #asked = 0;
  #acknowledged = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Sets the next number. */
  async advance(client: RawClient): Promise<void> {
    const number = ++this.#asked;
    await client.ask(writes.setData, { path: this.path, data: Buffer.from(String(number)), version: -1 });
    this.#acknowledged = Math.max(this.#acknowledged, number);
  }

  /** Compares with what is there, and goes on from it. */
  async audit(client: RawClient, findings: Findings): Promise<void> {
    const { response } = await client.request(reads.getData, { path: this.path, watch: false });
    if (response === undefined) {
      findings.lost.push(this.path);
      return;
    }
    const { data, stat } = response;
    const number = Number(Buffer.from(data ?? []).toString());
    const found = `${this.path} is ${String(number)}, version ${String(stat.version)}`;
    if (number < this.#acknowledged) findings.lost.push(`${found}: ${String(this.#acknowledged)} was acknowledged`);
    if (number > this.#asked) findings.invented.push(`${found}: no more than ${String(this.#asked)} was asked for`);
    if (stat.version !== number) findings.invented.push(found);
    this.#asked = this.#acknowledged = number;
  }
}
