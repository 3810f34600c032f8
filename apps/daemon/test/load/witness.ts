import { CreateMode, openAclUnsafe, reads, writes } from '@zookit/protocol';
import { RawClient } from '@zookit/testkit';
import type { Findings } from './findings.ts';

/** The longest timeout that the server grants. */
const TIMEOUT_MS = 60_000;
const PATH = '/witness';

/** A session with an ephemeral znode that outlives every kill of the server. */
export class Witness {
  #sessionId = 0n;
  #password = new Uint8Array(16);

  /** Begins the session, or takes it up again, and looks for its znode. */
  async connect(port: number, findings: Findings): Promise<RawClient> {
    const session = { sessionId: this.#sessionId, password: this.#password };
    const client = await RawClient.connect({ port, timeoutMs: TIMEOUT_MS, ...session });
    if (this.#sessionId === 0n) await this.#begin(client);
    else await this.#resume(client, findings);
    return client;
  }

  async #begin(client: RawClient): Promise<void> {
    this.#sessionId = client.sessionId;
    this.#password = Uint8Array.from(client.password);
    const data = new Uint8Array();
    await client.ask(writes.create, { path: PATH, data, acl: openAclUnsafe, flags: CreateMode.EPHEMERAL });
  }

  async #resume(client: RawClient, findings: Findings): Promise<void> {
    if (client.sessionId !== this.#sessionId) {
      findings.lost.push('the session of the witness');
      return;
    }
    const { response } = await client.request(reads.exists, { path: PATH, watch: false });
    if (response?.stat.ephemeralOwner !== this.#sessionId) findings.lost.push(`the owner of ${PATH}`);
  }
}
