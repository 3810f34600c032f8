import { randomUUID } from 'node:crypto';
import {
  ErrorCode,
  type MultiRequest,
  type MultiRequestPart,
  type MultiResponse,
  type MultiResult,
  OpCode,
  writes,
  type ZooKeeperError,
  zooKeeperError,
} from '@zookit/protocol';
import { settleGuardedMulti, settleMulti } from '../ambiguity/settle-multi.ts';
import { type CallOptions, callRules } from '../call-options.ts';
import { FenceLostError } from '../errors/fence-lost-error.ts';
import { TransactionError } from '../errors/transaction-error.ts';
import { nameOf, type OptionRules, problemOfOptions, versionRule } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { Stat } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { createStepRules, problemOfCreateShape } from './create-options.ts';
import { bytesOf, type DataInput, problemOfData } from './data.ts';
import type { Fence } from './fence.ts';
import { problemOfPath, problemOfPrefix, refusal } from './refusal.ts';
import { submit } from './submit.ts';
import {
  createPart,
  isSuccess,
  type StepCreateOptions,
  stepResultOf,
  type StepVersionOptions,
  type TransactionStep,
} from './transaction-step.ts';
import { ANY_VERSION } from './version-options.ts';

const NAME = 'transaction';

/** A znode that a transaction created. */
export interface CreatedByTransaction {
  /** With the number of a sequential znode. */
  readonly path: string;
  /** Undefined from servers before 3.7.2 and 3.8.2, which don't tell it in a transaction. */
  readonly stat: Stat | undefined;
}

/** A znode whose version tells, when the reply of a transaction is lost, whether it was carried out. */
export interface TransactionGuard {
  readonly path: string;
  /** The version that it has now. */
  readonly version: number;
}

/** What a commit can be told. */
export interface CommitOptions extends CallOptions {
  /** Is set along with the rest, to data that nobody else writes. */
  readonly guard?: TransactionGuard | undefined;
}

/**
 * Several writes of which all happen or none. Each method adds one and gives back the same transaction, whose type knows
 * the results: go on with what was given back. Throws `BadArgumentsError` for what makes no sense.
 */
export interface Transaction<Results extends readonly unknown[] = readonly []> {
  /** Creates a znode. */
  create(
    path: string,
    data?: DataInput,
    options?: StepCreateOptions,
  ): Transaction<readonly [...Results, CreatedByTransaction]>;
  /** Sets the data of a znode. */
  set(path: string, data: DataInput, options?: StepVersionOptions): Transaction<readonly [...Results, Stat]>;
  /** Deletes a znode that has no children. */
  delete(path: string, options?: StepVersionOptions): Transaction<readonly [...Results, undefined]>;
  /** Changes nothing: fails unless the znode is there and its data has this version (-1: any). */
  check(path: string, version: number): Transaction<readonly [...Results, undefined]>;
  /** Fails, with `FenceLostError`, unless the fence holds. Adds no result. */
  fence(fence: Fence): Transaction<Results>;
  /** Sends it. Rejects with `TransactionError` when one operation was refused, and nothing has happened. */
  commit(options?: CommitOptions): Promise<Results>;
}

/** The check of one znode of a fence. */
interface FenceStep extends TransactionStep {
  readonly fence: Fence;
}

const commitRules: OptionRules<CommitOptions> = {
  ...callRules,
  guard: { accepts: isGuard, what: '{ path, version }' },
};

const versionStepRules: OptionRules<StepVersionOptions> = { version: versionRule };

/** A {@link Transaction} of a view. */
export class TransactionBuilder<Results extends readonly unknown[]> implements Transaction<Results> {
  readonly #context: OperationContext;
  readonly #steps: TransactionStep[] = [];
  readonly #fences: FenceStep[] = [];

  constructor(context: OperationContext) {
    this.#context = context;
  }

  create(
    path: string,
    data: DataInput = null,
    options: StepCreateOptions = {},
  ): Transaction<readonly [...Results, CreatedByTransaction]> {
    const problem =
      (options.sequential === true ? problemOfPrefix(path) : problemOfPath(path)) ??
      problemOfData(data) ??
      problemOfOptions(options, createStepRules) ??
      problemOfCreateShape(options);
    if (problem !== undefined) throw refusal(NAME, path, problem);
    const acl = options.acl ?? this.#context.defaultAcl(path);
    return this.#add(path, createPart(this.#context.chroot, { path, data: bytesOf(data), acl, shape: options }));
  }

  set(path: string, data: DataInput, options: StepVersionOptions = {}): Transaction<readonly [...Results, Stat]> {
    const at = this.#at(path, problemOfData(data) ?? problemOfOptions(options, versionStepRules));
    const version = options.version ?? ANY_VERSION;
    return this.#add(path, { opCode: OpCode.setData, request: { path: at, data: bytesOf(data), version } });
  }

  delete(path: string, options: StepVersionOptions = {}): Transaction<readonly [...Results, undefined]> {
    const at = this.#at(path, problemOfOptions(options, versionStepRules));
    return this.#add(path, {
      opCode: OpCode.delete,
      request: { path: at, version: options.version ?? ANY_VERSION },
    });
  }

  check(path: string, version: number): Transaction<readonly [...Results, undefined]> {
    const at = this.#at(path, problemOfVersion(version));
    return this.#add(path, { opCode: OpCode.check, request: { path: at, version } });
  }

  fence(fence: Fence): this {
    for (const path of fence.paths) {
      const part: MultiRequestPart = { opCode: OpCode.check, request: { path, version: ANY_VERSION } };
      this.#fences.push({ fence, path: this.#context.chroot.strip(path), part });
    }
    return this;
  }

  commit(options: CommitOptions = {}): Promise<Results> {
    const { guard } = options;
    const problem = problemOfOptions(options, commitRules) ?? problemOfGuard(guard);
    if (problem !== undefined) return Promise.reject(refusal(NAME, guard?.path, problem));
    const operations = [...this.#fences, ...this.#steps].map(({ part }) => part);
    if (guard !== undefined) operations.push(guardPart(this.#context, guard));
    // Apache's clients send no empty transaction either.
    if (operations.length === 0) return Promise.resolve(this.#resultsOf([]));
    const shape: CallShape<MultiRequest, MultiResponse, Results> = {
      name: NAME,
      operation: writes.multi,
      onLoss: guard === undefined ? settleMulti : settleGuardedMulti,
      result: ({ results }) => {
        const error = this.#errorOf(results, guard);
        return error === undefined ? this.#resultsOf(results) : Promise.reject(error);
      },
    };
    return submit(this.#context, shape, { operations }, this.#steps[0]?.path, options);
  }

  #resultsOf(results: readonly MultiResult[]): Results {
    const own = results.slice(this.#fences.length, this.#fences.length + this.#steps.length).filter(isSuccess);
    // The steps were added by the methods above, whose types say what each results in.
    return own.map((result) => stepResultOf(result, this.#context.chroot)) as unknown as Results;
  }

  #at(path: string, otherProblem: string | undefined): string {
    const problem = problemOfPath(path) ?? otherProblem;
    if (problem !== undefined) throw refusal(NAME, path, problem);
    return this.#context.chroot.join(path);
  }

  #add<Result>(path: string, part: MultiRequestPart): Transaction<readonly [...Results, Result]> {
    this.#steps.push({ path, part });
    return this as unknown as Transaction<readonly [...Results, Result]>;
  }

  #errorOf(results: readonly MultiResult[], guard: TransactionGuard | undefined): ZooKeeperError | undefined {
    const codes = results.map((result) => (isSuccess(result) ? 0 : result.error));
    const failed = codes.findIndex((code) => code !== 0);
    if (failed < 0) return undefined;
    const code = codes[failed]!;
    const lost = this.#fences[failed];
    if (lost !== undefined) return fenceError(code, lost.fence, lost.path);
    const failedIndex = failed - this.#fences.length;
    const errors = this.#steps.map(({ path }, index) => errorOf(codes[this.#fences.length + index], path));
    const error = errors[failedIndex];
    if (error !== undefined) return new TransactionError({ failedIndex, error, errors });
    return zooKeeperError(code, guard?.path, { operation: NAME, detail: 'the guard' });
  }
}

function fenceError(code: number, fence: Fence, path: string): ZooKeeperError {
  const options = { operation: NAME };
  return code === ErrorCode.NoNode
    ? new FenceLostError(fence, path, options)
    : zooKeeperError(code, path, { ...options, detail: 'the fence' });
}

function errorOf(code: number | undefined, path: string): ZooKeeperError | undefined {
  return code === undefined || code === 0 ? undefined : zooKeeperError(code, path, { operation: NAME });
}

function guardPart(context: OperationContext, { path, version }: TransactionGuard): MultiRequestPart {
  const request = { path: context.chroot.join(path), data: bytesOf(randomUUID()), version };
  return { opCode: OpCode.setData, request };
}

function isGuard(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'path' in value && 'version' in value;
}

function problemOfGuard(guard: TransactionGuard | undefined): string | undefined {
  if (guard === undefined) return undefined;
  return problemOfPath(guard.path) ?? problemOfVersion(guard.version);
}

function problemOfVersion(version: unknown): string | undefined {
  return versionRule.accepts(version) ? undefined : `version must be ${versionRule.what}, not ${nameOf(version)}`;
}
