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
import { type Fence, problemOfFence } from './fence.ts';
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
 * Several writes of which all happen or none. Each method gives back another transaction with one more of them, whose type
 * knows the results; this one stays as it is. Throws `BadArgumentsError` for what makes no sense.
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
  /**
   * Sends it; each time that it is called. Rejects with `TransactionError` when one operation was refused, and nothing has
   * happened.
   */
  commit(options?: CommitOptions): Promise<Results>;
}

/** The check of one znode of a fence. */
interface FenceStep extends TransactionStep {
  readonly fence: Fence;
}

/** What a transaction adds to the one that it was made of; shared by all that go on from it. */
interface Link {
  readonly before: Link | undefined;
  readonly step: TransactionStep | FenceStep;
}

/** What is sent, in the order in which it was added; fences are checked before anything else. */
interface Steps {
  readonly fences: readonly FenceStep[];
  readonly own: readonly TransactionStep[];
}

const commitRules: OptionRules<CommitOptions> = {
  ...callRules,
  guard: { accepts: isGuard, what: '{ path, version }' },
};

const versionStepRules: OptionRules<StepVersionOptions> = { version: versionRule };

/** A {@link Transaction} of a view. Adding a step takes as long as the last one did, however many there are. */
export class TransactionBuilder<Results extends readonly unknown[]> implements Transaction<Results> {
  readonly #context: OperationContext;
  readonly #last: Link | undefined;

  constructor(context: OperationContext, last?: Link) {
    this.#context = context;
    this.#last = last;
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

  fence(fence: Fence): Transaction<Results> {
    const problem = problemOfFence(fence);
    if (problem !== undefined) throw refusal(NAME, undefined, problem);
    let last = this.#last;
    for (const path of fence.paths) {
      const part: MultiRequestPart = { opCode: OpCode.check, request: { path, version: ANY_VERSION } };
      last = { before: last, step: { fence, path: this.#context.chroot.strip(path), part } };
    }
    return new TransactionBuilder<Results>(this.#context, last);
  }

  commit(options: CommitOptions = {}): Promise<Results> {
    const { guard } = options;
    const problem = problemOfOptions(options, commitRules) ?? problemOfGuard(guard);
    if (problem !== undefined) return Promise.reject(refusal(NAME, guard?.path, problem));
    const steps = stepsUpTo(this.#last);
    const operations = [...steps.fences, ...steps.own].map(({ part }) => part);
    if (guard !== undefined) operations.push(guardPart(this.#context, guard));
    // Apache's clients send no empty transaction either.
    if (operations.length === 0) return Promise.resolve(this.#resultsOf(steps, []));
    const shape: CallShape<MultiRequest, MultiResponse, Results> = {
      name: NAME,
      operation: writes.multi,
      onLoss: guard === undefined ? settleMulti : settleGuardedMulti,
      result: ({ results }) => {
        const error = errorOfResults(steps, results, guard);
        return error === undefined ? this.#resultsOf(steps, results) : Promise.reject(error);
      },
    };
    return submit(this.#context, shape, { operations }, steps.own[0]?.path, options);
  }

  #resultsOf({ fences, own }: Steps, results: readonly MultiResult[]): Results {
    const ownResults = results.slice(fences.length, fences.length + own.length).filter(isSuccess);
    // The steps were added by the methods above, whose types say what each results in.
    return ownResults.map((result) => stepResultOf(result, this.#context.chroot)) as unknown as Results;
  }

  #at(path: string, otherProblem: string | undefined): string {
    const problem = problemOfPath(path) ?? otherProblem;
    if (problem !== undefined) throw refusal(NAME, path, problem);
    return this.#context.chroot.join(path);
  }

  #add<Result>(path: string, part: MultiRequestPart): Transaction<readonly [...Results, Result]> {
    return new TransactionBuilder(this.#context, { before: this.#last, step: { path, part } });
  }
}

function stepsUpTo(last: Link | undefined): Steps {
  const fences: FenceStep[] = [];
  const own: TransactionStep[] = [];
  for (let link = last; link !== undefined; link = link.before) {
    const { step } = link;
    if ('fence' in step) fences.push(step);
    else own.push(step);
  }
  return { fences: fences.reverse(), own: own.reverse() };
}

function errorOfResults(
  { fences, own }: Steps,
  results: readonly MultiResult[],
  guard: TransactionGuard | undefined,
): ZooKeeperError | undefined {
  const codes = results.map((result) => (isSuccess(result) ? 0 : result.error));
  const failed = codes.findIndex((code) => code !== 0);
  if (failed < 0) return undefined;
  const code = codes[failed]!;
  const lost = fences[failed];
  if (lost !== undefined) return fenceError(code, lost.fence, lost.path);
  const failedIndex = failed - fences.length;
  const errors = own.map(({ path }, index) => errorOf(codes[fences.length + index], path));
  const error = errors[failedIndex];
  if (error !== undefined) return new TransactionError({ failedIndex, error, errors });
  return zooKeeperError(code, guard?.path, { operation: NAME, detail: 'the guard' });
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
