import { CreateMode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import { ConnectionEndedError, RawClient } from '@zookit/testkit';

/** How many requests wait for replies at any time. */
const WINDOW = 32;
const DATA_BYTES = 500;

/** Creates znodes one behind the other, and remembers which of them were acknowledged. */
export class RememberedWrites {
  readonly #asked = new Set<string>();
  readonly #acknowledged = new Set<string>();

  get acknowledgedCount(): number {
    return this.#acknowledged.size;
  }

  /** Creates znodes until the server ends the connection, or there are so many more. */
  async create(port: number, count?: number): Promise<void> {
    using client = await RawClient.connect({ port });
    let left = count ?? Infinity;
    const createOn = async (): Promise<void> => {
      while (left-- > 0) await this.#createOne(client);
    };
    try {
      await Promise.all(Array.from({ length: WINDOW }, createOn));
    } catch (error) {
      if (!(error instanceof ConnectionEndedError)) throw error;
    }
  }

  /** What a server lacks of what was acknowledged, and what it has that nobody asked for. */
  async audit(port: number): Promise<{ lost: string[]; invented: string[] }> {
    using client = await RawClient.connect({ port });
    const { children } = await client.ask(reads.getChildren, { path: '/', watch: false });
    const found = new Set(children);
    found.delete('zookeeper');
    const lost = [...this.#acknowledged].filter((name) => !found.has(name));
    const invented = [...found].filter((name) => !this.#asked.has(name));
    return { lost, invented };
  }

  async #createOne(client: RawClient): Promise<void> {
    const name = `znode-${this.#asked.size}`;
    this.#asked.add(name);
    const data = new Uint8Array(DATA_BYTES);
    await client.ask(writes.create, { path: `/${name}`, data, acl: openAclUnsafe, flags: CreateMode.PERSISTENT });
    this.#acknowledged.add(name);
  }
}
