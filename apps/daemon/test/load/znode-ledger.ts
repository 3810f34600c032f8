import { CreateMode, ErrorCode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import type { RawClient } from '@zookit/testkit';
import type { Findings } from './findings.ts';

/** What is certain of a znode. What was asked for, and not answered, may have happened or not. */
type Knowledge = 'present' | 'absent' | 'unknown';

/** Remembers the znodes that were created and deleted in one folder. The name of each is its data, too. */
export class ZnodeLedger {
  readonly folder: string;
  readonly #known = new Map<string, Knowledge>();
  readonly #deletable: string[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Creates one more. */
  async create(client: RawClient): Promise<void> {
    const name = `znode-${String(this.#known.size)}`;
    this.#known.set(name, 'unknown');
    const path = `${this.folder}/${name}`;
    await client.ask(writes.create, {
      path,
      data: Buffer.from(name),
      acl: openAclUnsafe,
      flags: CreateMode.PERSISTENT,
    });
    this.#known.set(name, 'present');
    this.#deletable.push(name);
  }

  /** Deletes the one that was acknowledged first; creates one if there is none. */
  async delete(client: RawClient): Promise<void> {
    const name = this.#deletable.shift();
    if (name === undefined) return this.create(client);
    this.#known.set(name, 'unknown');
    await client.ask(writes.delete, { path: `${this.folder}/${name}`, version: -1 });
    this.#known.set(name, 'absent');
  }

  /** Compares with what is there, and believes it where nothing was certain. */
  async audit(client: RawClient, findings: Findings): Promise<void> {
    const { response } = await client.request(reads.getChildren, { path: this.folder, watch: false });
    if (response === undefined) findings.lost.push(this.folder);
    const children = response?.children ?? [];
    const found = new Set(children);
    for (const name of found) if (!this.#known.has(name)) findings.invented.push(`${this.folder}/${name}`);
    for (const [name, knowledge] of this.#known) this.#compare(name, knowledge, found.has(name), findings);
    await Promise.all(children.map((name) => this.#auditData(client, name, findings)));
  }

  #compare(name: string, knowledge: Knowledge, isThere: boolean, findings: Findings): void {
    if (knowledge === 'present' && !isThere) findings.lost.push(`the creation of ${this.folder}/${name}`);
    if (knowledge === 'absent' && isThere) findings.lost.push(`the deletion of ${this.folder}/${name}`);
    this.#known.set(name, isThere ? 'present' : 'absent');
  }

  async #auditData(client: RawClient, name: string, findings: Findings): Promise<void> {
    const path = `${this.folder}/${name}`;
    const { header, response } = await client.request(reads.getData, { path, watch: false });
    const data = Buffer.from(response?.data ?? []).toString();
    if (header.error !== ErrorCode.Ok || data !== name) findings.invented.push(`${path} holds "${data}"`);
  }
}
