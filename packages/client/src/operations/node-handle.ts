import { ErrorCode, isZooKeeperError, NoNodeError, type ZooKeeperErrorOptions } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import type { DataCodec } from '../codecs/data-codec.ts';
import { CodecError } from '../errors/client-errors.ts';
import { nameOf, type OptionRules, problemOfOptions } from '../option-rules.ts';
import type { Stat } from '../stat.ts';
import type { Observation, ObserveOptions } from '../watches/observation.ts';
import { observeAs, type Observed } from '../watches/observe.ts';
import type { OperationContext } from './context.ts';
import { create } from './create.ts';
import type { CreateOptions } from './create-options.ts';
import type { Created } from './create-request.ts';
import { Deadline } from './deadline.ts';
import { deleteNode } from './delete.ts';
import type { DeleteOptions } from './delete-shape.ts';
import { exists } from './exists.ts';
import { type Fence, problemOfFence } from './fence.ts';
import { get } from './get.ts';
import { problemOfPath, refusal } from './refusal.ts';
import { set } from './set.ts';
import { TransactionBuilder } from './transaction.ts';
import type { VersionOptions } from './version-options.ts';

/** What `update` can be told. */
export interface UpdateOptions extends CallOptions {
  /** Nothing is written unless it holds. */
  readonly fence?: Fence | undefined;
}

const updateRules: OptionRules<UpdateOptions> = {
  ...callRules,
  fence: { accepts: (value) => problemOfFence(value) === undefined, what: 'a fence' },
};

/** The new value of a znode, by the one that it has; both undefined if it is not there. Undefined leaves it as it is. */
export type Update<Value> = (
  current: Value | undefined,
  stat: Stat | undefined,
) => Value | undefined | Promise<Value | undefined>;

/** A value and the stat of the znode that has it. */
export interface NodeValue<Value> {
  readonly value: Value;
  readonly stat: Stat;
}

/** One znode, whose data is read and written by a codec. Data that the codec can't read rejects with `CodecError`. */
export class NodeHandle<Value> {
  readonly path: string;
  readonly #context: OperationContext;
  readonly #codec: DataCodec<Value>;

  constructor(context: OperationContext, path: string, codec: DataCodec<Value>) {
    const problem = problemOfPath(path) ?? problemOfCodec(codec);
    if (problem !== undefined) throw refusal('node', path, problem);
    this.#context = context;
    this.path = path;
    this.#codec = codec;
  }

  /** The value. */
  async get(options?: CallOptions): Promise<NodeValue<Value>> {
    const { data, stat } = await get(this.#context, this.path, options);
    return { value: this.#decode(data, 'get'), stat };
  }

  /** The value, or `fallback` if the znode is not there. */
  async getOr<Fallback>(fallback: Fallback, options?: CallOptions): Promise<Value | Fallback> {
    const found = await this.#find(options);
    return found === undefined ? fallback : found.value;
  }

  /** The stat; undefined if the znode is not there. */
  exists(options?: CallOptions): Promise<Stat | undefined> {
    return exists(this.#context, this.path, options);
  }

  /** Creates the znode with a value. */
  async create(value: Value, options: CreateOptions = {}): Promise<Created> {
    return create(this.#context, this.path, this.#encode(value, 'create'), options);
  }

  /** Sets the value. */
  async set(value: Value, options?: VersionOptions): Promise<Stat> {
    return set(this.#context, this.path, this.#encode(value, 'set'), options);
  }

  /** Deletes the znode. Resolves to whether it was there. */
  delete(options?: DeleteOptions): Promise<boolean> {
    return deleteNode(this.#context, this.path, options);
  }

  /**
   * Sets the value to what `change` makes of it, and creates the znode if it is not there. `change` is called again when
   * somebody else was faster. Resolves to the value that the znode has then.
   */
  async update(change: Update<Value>, options: UpdateOptions = {}): Promise<Value | undefined> {
    const problem = problemOfOptions(options, updateRules);
    if (problem !== undefined) throw refusal('update', this.path, problem);
    const deadline = new Deadline(this.#context, 'update', options);
    for (;;) {
      const found = await this.#find(deadline.optionsFor(this.path));
      const value = await change(found?.value, found?.stat);
      if (value === undefined) return found?.value;
      const data = this.#encode(value, 'update');
      if (await this.#write(data, found?.stat.version, options.fence, deadline)) return value;
    }
  }

  /** The value, now and after each change; a slow consumer misses states in between, never the latest. */
  observe(options?: ObserveOptions): Observation<Observed<Value>> {
    return observeAs(this.#context, this.path, (data) => this.#decode(data, 'observe'), options);
  }

  /** Whether it was written: not if the znode has another version than expected, or is there when none was expected. */
  async #write(
    data: Uint8Array,
    version: number | undefined,
    fence: Fence | undefined,
    deadline: Deadline,
  ): Promise<boolean> {
    const call = deadline.optionsFor(this.path);
    try {
      if (fence !== undefined) await this.#writeFenced(data, version, fence, call);
      else if (version === undefined) await create(this.#context, this.path, data, call);
      else await set(this.#context, this.path, data, { ...call, version });
      return true;
    } catch (error) {
      if (isOvertaken(error, version === undefined)) return false;
      throw error;
    }
  }

  async #writeFenced(data: Uint8Array, version: number | undefined, fence: Fence, call: CallOptions): Promise<void> {
    const fenced = new TransactionBuilder<readonly []>(this.#context).fence(fence);
    const written = version === undefined ? fenced.create(this.path, data) : fenced.set(this.path, data, { version });
    await written.commit(call);
  }

  async #find(options: CallOptions | undefined): Promise<NodeValue<Value> | undefined> {
    try {
      return await this.get(options);
    } catch (error) {
      if (error instanceof NoNodeError) return undefined;
      throw error;
    }
  }

  #decode(data: Uint8Array, operation: string): Value {
    try {
      return this.#codec.decode(data);
    } catch (error) {
      // The server has answered, and a read changes nothing.
      throw codecErrorOf(error, this.path, { operation, outcome: 'rejected' });
    }
  }

  #encode(value: Value, operation: string): Uint8Array {
    try {
      return this.#codec.encode(value);
    } catch (error) {
      throw codecErrorOf(error, this.path, { operation, outcome: 'not-executed' });
    }
  }
}

/** Whatever a codec throws, the caller learns of which znode; what it threw is the cause. */
function codecErrorOf(cause: unknown, path: string, options: ZooKeeperErrorOptions): CodecError {
  return new CodecError(path, { ...options, cause, detail: reasonOf(cause) });
}

function reasonOf(cause: unknown): string | undefined {
  if (cause instanceof CodecError) return cause.detail;
  return cause instanceof Error ? cause.message : undefined;
}

/** For callers whom no compiler warned. */
function problemOfCodec(codec: unknown): string | undefined {
  if (isCodec(codec)) return undefined;
  return `the codec must be an object with name, encode and decode, not ${nameOf(codec)}`;
}

function isCodec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('encode' in value) || !('decode' in value)) return false;
  return typeof value.encode === 'function' && typeof value.decode === 'function';
}

/** Whether somebody else was faster; in a transaction, the code is that of what failed. */
function isOvertaken(error: unknown, isCreate: boolean): boolean {
  if (isCreate) return isZooKeeperError(error, ErrorCode.NodeExists);
  return isZooKeeperError(error, ErrorCode.BadVersion) || isZooKeeperError(error, ErrorCode.NoNode);
}
