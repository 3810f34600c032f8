import {
  ErrorCode,
  type MultiReadRequest,
  type MultiReadRequestPart,
  type MultiResponse,
  type MultiResult,
  OpCode,
  reads,
  ZooKeeperError,
  zooKeeperError,
} from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import { children } from './children.ts';
import type { OperationContext } from './context.ts';
import { get, type NodeData, nodeDataOf } from './get.ts';
import { problemOfPath, refusal } from './refusal.ts';
import { submit } from './submit.ts';

/** One of the reads of a `multiRead`; `Value` is what it results in. */
export interface Read<Value> {
  readonly operation: 'get' | 'children';
  readonly path: string;
  /** Is never there: carries the type. */
  readonly value?: Value;
}

/** What one read resulted in: each has an error of its own. */
export type ReadResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ZooKeeperError };

/** What several reads resulted in, one by one. */
export type ReadResults<Reads extends readonly Read<unknown>[]> = {
  readonly [Index in keyof Reads]: Reads[Index] extends Read<infer Value> ? ReadResult<Value> : never;
};

/** Makes the reads of a `multiRead`. */
export interface Readers {
  /** The data of a znode. */
  get(path: string): Read<NodeData>;
  /** The names of a znode's children. */
  children(path: string): Read<readonly string[]>;
}

/** Makes the reads of a `multiRead`. */
export const read: Readers = {
  get: (path) => ({ operation: 'get', path }),
  children: (path) => ({ operation: 'children', path }),
};

/** The calls of `multiRead`. */
const multiReadShape: CallShape<MultiReadRequest, MultiResponse, readonly MultiResult[]> = {
  name: 'multiRead',
  operation: reads.multiRead,
  result: ({ results }) => results,
};

/** Several reads by one request, of one state of the tree. Servers before 3.6 get one request for each. */
export async function multiRead<const Reads extends readonly Read<unknown>[]>(
  context: OperationContext,
  asked: Reads,
  options?: CallOptions,
): Promise<ReadResults<Reads>> {
  const problem = problemOfOptions(options, callRules);
  if (problem !== undefined) throw refusal('multiRead', undefined, problem);
  for (const one of asked) assertRead(one);
  const results = await context.downgrades.attempt(
    context.requests,
    reads.multiRead,
    () => readTogether(context, asked, options),
    () => Promise.all(asked.map((one) => readAlone(context, one, options))),
  );
  // Each result is in the place of its read, and of the type that `read` gave that.
  return results as ReadResults<Reads>;
}

function assertRead(asked: Read<unknown>): void {
  const problem = problemOfPath(asked.path);
  if (problem !== undefined) throw refusal('multiRead', asked.path, problem);
}

async function readTogether(
  context: OperationContext,
  asked: readonly Read<unknown>[],
  options: CallOptions | undefined,
): Promise<readonly ReadResult<unknown>[]> {
  if (asked.length === 0) return [];
  const operations = asked.map((one) => partOf(context, one));
  const results = await submit(context, multiReadShape, { operations }, asked[0]?.path, options);
  return asked.map(({ path }, index) => readResultOf(results[index], path));
}

function partOf(context: OperationContext, { operation, path }: Read<unknown>): MultiReadRequestPart {
  const request = { path: context.chroot.join(path), watch: false };
  return { opCode: operation === 'get' ? OpCode.getData : OpCode.getChildren, request };
}

function readResultOf(result: MultiResult | undefined, path: string): ReadResult<unknown> {
  switch (result?.type) {
    case OpCode.getData:
      return { ok: true, value: nodeDataOf(result.response) };
    case OpCode.getChildren:
      return { ok: true, value: result.response.children };
    case OpCode.error:
      return { ok: false, error: zooKeeperError(result.error, path, { operation: 'multiRead' }) };
    default:
      throw zooKeeperError(ErrorCode.RuntimeInconsistency, path, { operation: 'multiRead' });
  }
}

async function readAlone(
  context: OperationContext,
  { operation, path }: Read<unknown>,
  options: CallOptions | undefined,
): Promise<ReadResult<unknown>> {
  try {
    if (operation === 'get') return { ok: true, value: await get(context, path, options) };
    return { ok: true, value: (await children(context, path, options)).names };
  } catch (error) {
    if (error instanceof ZooKeeperError && error.outcome === 'rejected') return { ok: false, error };
    throw error;
  }
}
