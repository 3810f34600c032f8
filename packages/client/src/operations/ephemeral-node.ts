import { ClosingError, SessionExpiredError } from '@zookit/protocol';
import type { Stat } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { create } from './create.ts';
import type { CreateOptions } from './create-options.ts';
import type { Created } from './create-request.ts';
import type { DataInput } from './data.ts';
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

  /** Deletes the znode, unless it has gone already, by itself or with its session. One that took its place stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      const found = await exists(this.#context, this.path);
      if (found?.czxid === this.stat.czxid) await deleteNode(this.#context, this.path, { ifMissing: 'ignore' });
    } catch (error) {
      if (!(error instanceof ClosingError || error instanceof SessionExpiredError)) throw error;
    }
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
