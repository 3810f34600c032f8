import { ClosingError, isZooKeeperError, SessionExpiredError } from '@zookit/protocol';
import type { SessionInfo } from '../connection-state.ts';
import type { Stat } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { create } from './create.ts';
import type { CreateOptions } from './create-options.ts';
import type { Created } from './create-request.ts';
import type { DataInput } from './data.ts';
import { Deadline } from './deadline.ts';
import { deleteNode } from './delete.ts';
import { exists } from './exists.ts';

/** What `createEphemeral` can be told. */
export type EphemeralOptions = Omit<CreateOptions, 'kind' | 'ttlMs' | 'ifExists'>;

/** An ephemeral znode that is deleted at the end of its `await using` block. */
export class EphemeralNode implements Created, AsyncDisposable {
  readonly path: string;
  readonly stat: Stat;
  readonly #context: OperationContext;

  constructor(context: OperationContext, created: Created) {
    this.#context = context;
    this.path = created.path;
    this.stat = created.stat;
  }

  /**
   * Deletes the znode, unless it has gone already, by itself or with its session. One that took its place stays. Without a
   * connection it waits for one as long as the session may live, and no longer: then the servers let the znode go, which is no
   * error. Should the session turn out alive after that, the znode lives on with it.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isSessionLost()) return;
    try {
      await this.#delete();
    } catch (error) {
      if (error instanceof ClosingError || error instanceof SessionExpiredError) return;
      if (!isZooKeeperError(error) || !this.#isSessionLost()) throw error;
    }
  }

  async #delete(): Promise<void> {
    const deadline = new Deadline(this.#context, 'delete', { timeoutMs: this.#lifetimeMs });
    const found = await exists(this.#context, this.path, deadline.optionsFor(this.path));
    if (found?.czxid !== this.stat.czxid) return;
    await deleteNode(this.#context, this.path, { ...deadline.optionsFor(this.path), ifMissing: 'ignore' });
  }

  /** Of the client now. */
  get #session(): SessionInfo | undefined {
    const { state } = this.#context.requests;
    return 'session' in state ? state.session : undefined;
  }

  /** How long the session may live from now on, if nothing is heard of it any more. */
  get #lifetimeMs(): number | undefined {
    const { requests, clock } = this.#context;
    const { state } = requests;
    return state.status === 'suspended' ? state.deadline - clock.now() : this.#session?.timeoutMs;
  }

  /** What the state has not been told yet counts as well: its time and that of the delete are over together. */
  #isSessionLost(): boolean {
    const { requests, clock } = this.#context;
    const { state } = requests;
    if (state.status === 'suspended' && state.deadline <= clock.now()) return true;
    return state.status === 'lost' || this.#session?.id !== this.stat.ephemeralOwner;
  }
}

/** Creates a znode that goes with its session, or before that at the end of an `await using` block. */
export async function createEphemeral(
  context: OperationContext,
  path: string,
  data: DataInput,
  options: EphemeralOptions,
): Promise<EphemeralNode> {
  return new EphemeralNode(context, await create(context, path, data, { ...options, kind: 'ephemeral' }));
}
