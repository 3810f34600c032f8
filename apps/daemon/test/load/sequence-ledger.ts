import { CreateMode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';
import type { Findings } from './findings.ts';

const NAME = /^item-(\d{10})$/u;

/** Remembers the sequential znodes that many connections created below one parent. The data of each is its own. */
export class SequenceLedger {
  readonly parent: string;
  /** The data that was asked for, and not answered. */
  readonly #unanswered = new Set<string>();
  /** The data behind each number that was ever seen. */
  readonly #dataOf = new Map<number, string>();
  readonly #present = new Set<number>();
  #deletable: number[] = [];
  readonly #deleting = new Set<number>();
  #askedCount = 0;
  #highest = -1;
  /** All numbers up to this one were seen before the last start. */
  #floor = -1;

  constructor(parent: string) {
    this.parent = parent;
  }

  /** Creates one more. */
  async create(client: RawClient, findings: Findings): Promise<void> {
    const text = `request-${String(this.#askedCount++)}`;
    this.#unanswered.add(text);
    const { path } = await client.ask(writes.create, {
      path: `${this.parent}/item-`,
      data: Buffer.from(text),
      acl: openAclUnsafe,
      flags: CreateMode.PERSISTENT_SEQUENTIAL,
    });
    const number = numberOf(path.slice(this.parent.length + 1));
    this.#unanswered.delete(text);
    if (number <= this.#floor) findings.reused.push(`${path}: ${String(this.#floor)} was given before`);
    this.#note(number, text, findings);
    this.#deletable.push(number);
  }

  /** Deletes the one that was acknowledged first; creates one if there is none. */
  async delete(client: RawClient, findings: Findings): Promise<void> {
    const number = this.#deletable.shift();
    if (number === undefined) return this.create(client, findings);
    this.#deleting.add(number);
    await client.ask(writes.delete, { path: this.#pathOf(number), version: -1 });
    this.#deleting.delete(number);
    this.#present.delete(number);
  }

  /** Compares with what is there, and believes it where nothing was certain. */
  async audit(client: RawClient, findings: Findings): Promise<void> {
    const { response } = await client.request(reads.getChildren, { path: this.parent, watch: false });
    if (response === undefined) findings.lost.push(this.parent);
    const children = response?.children ?? [];
    const found = new Set(children.map(numberOf));
    for (const number of this.#present) {
      if (found.has(number)) continue;
      if (!this.#deleting.has(number)) findings.lost.push(`the creation of ${this.#pathOf(number)}`);
      this.#present.delete(number);
    }
    await Promise.all([...found].map((number) => this.#auditOne(client, number, findings)));
    this.#deletable = this.#deletable.filter((number) => this.#present.has(number));
    this.#deleting.clear();
    this.#unanswered.clear();
    this.#floor = this.#highest;
  }

  async #auditOne(client: RawClient, number: number, findings: Findings): Promise<void> {
    const path = this.#pathOf(number);
    const { data } = await client.ask(reads.getData, { path, watch: false });
    const text = Buffer.from(data ?? []).toString();
    const known = this.#dataOf.get(number);
    if (known === undefined && !this.#unanswered.has(text)) findings.invented.push(`${path} holds "${text}"`);
    if (known !== undefined && !this.#present.has(number)) findings.lost.push(`the deletion of ${path}`);
    this.#note(number, text, findings);
  }

  #note(number: number, text: string, findings: Findings): void {
    const known = this.#dataOf.get(number);
    if (known !== undefined && known !== text) findings.reused.push(`${this.#pathOf(number)}: "${known}", "${text}"`);
    this.#dataOf.set(number, text);
    this.#present.add(number);
    this.#highest = Math.max(this.#highest, number);
  }

  #pathOf(number: number): string {
    return `${this.parent}/item-${String(number).padStart(10, '0')}`;
  }
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? Number.NaN);
}
