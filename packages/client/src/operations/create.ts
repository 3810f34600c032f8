import { randomUUID } from 'node:crypto';
import { NodeExistsError, NoNodeError, parentPath } from '@zookit/protocol';
import { problemOfOptions } from '../option-rules.ts';
import type { Stat } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { createRules, type CreateOptions, problemOfCreateShape } from './create-options.ts';
import { type Created, type CreateRequested, submitCreate } from './create-request.ts';
import { bytesOf, type DataInput, problemOfData } from './data.ts';
import { Deadline } from './deadline.ts';
import { ensureWithin } from './ensure-path.ts';
import { exists } from './exists.ts';
import { problemOfPath, problemOfPrefix, refusal } from './refusal.ts';
import { set } from './set.ts';

/** Creates a znode. */
export function create(
  context: OperationContext,
  path: string,
  data: DataInput,
  options: CreateOptions,
): Promise<Created> {
  const problem = problemOfCreate(path, data, options);
  if (problem !== undefined) return Promise.reject(refusal('create', path, problem));
  const { acl = context.defaultAcl(path), parents = false, ifExists = 'error', sequential = false } = options;
  const uuid = (options.protect ?? sequential) ? randomUUID() : undefined;
  const isRepeatable = ifExists !== 'error';
  const requested: CreateRequested = { path, data: bytesOf(data), acl, shape: options, uuid, isRepeatable };
  if (parents === false && ifExists === 'error') return submitCreate(context, requested, options);
  return new CarefulCreate(context, requested, options).run();
}

function problemOfCreate(path: string, data: DataInput, options: CreateOptions): string | undefined {
  const problem = problemOfData(data) ?? problemOfOptions(options, createRules) ?? problemOfCreateShape(options);
  if (problem !== undefined) return problem;
  const isCareful = options.ifExists !== undefined && options.ifExists !== 'error';
  if (isCareful && options.protect === true) return 'a znode whose name is protected is never there already';
  if (options.sequential !== true) return problemOfPath(path);
  return isCareful ? 'a znode that gets a number is never there already' : problemOfPrefix(path);
}

/** A create that takes as many requests as it needs, within the time of one call. */
class CarefulCreate {
  readonly #context: OperationContext;
  readonly #requested: CreateRequested;
  readonly #options: CreateOptions;
  readonly #deadline: Deadline;

  constructor(context: OperationContext, requested: CreateRequested, options: CreateOptions) {
    this.#context = context;
    this.#requested = requested;
    this.#options = options;
    this.#deadline = new Deadline(context, 'create', options);
  }

  /** What is created or deleted by others meanwhile makes it begin again. */
  async run(): Promise<Created> {
    for (;;) {
      const created = (await this.#create()) ?? (await this.#meetExisting());
      if (created !== undefined) return created;
    }
  }

  async #create(): Promise<Created | undefined> {
    const { path } = this.#requested;
    try {
      return await submitCreate(this.#context, this.#requested, this.#deadline.optionsFor(path));
    } catch (error) {
      const { parents = false, ifExists = 'error' } = this.#options;
      if (error instanceof NodeExistsError && ifExists !== 'error') return undefined;
      if (!(error instanceof NoNodeError) || parents === false) throw error;
      const kind = parents === 'container' ? 'container' : 'persistent';
      await ensureWithin(this.#context, parentPath(path), kind, this.#deadline);
      return this.#create();
    }
  }

  async #meetExisting(): Promise<Created | undefined> {
    const { path } = this.#requested;
    const stat = this.#options.ifExists === 'set' ? await this.#set() : await this.#look();
    return stat && { path, stat };
  }

  #look(): Promise<Stat | undefined> {
    const { path } = this.#requested;
    return exists(this.#context, path, this.#deadline.optionsFor(path));
  }

  async #set(): Promise<Stat | undefined> {
    const { path, data } = this.#requested;
    try {
      return await set(this.#context, path, data, this.#deadline.optionsFor(path));
    } catch (error) {
      if (error instanceof NoNodeError) return undefined;
      throw error;
    }
  }
}
