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
import { isObject, nameOf, problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import { children } from './children.ts';
import type { OperationContext } from './context.ts';
import { get, type NodeData, nodeDataOf } from './get.ts';
import { problemOfPath, refusal } from './refusal.ts';
import { submit } from './submit.ts';
import { untraced } from './untraced.ts';

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

/** Several reads by one request, of one state of the tree. Servers before 3.6 get one request for each. */
export function multiRead<const Reads extends readonly Read<unknown>[]>(
  context: OperationContext,
  asked: Reads,
  options?: CallOptions,
): Promise<ReadResults<Reads>> {
  const problem = problemOfReads(asked) ?? problemOfOptions(options, callRules);
  if (problem !== undefined) return Promise.reject(refusal('multiRead', undefined, problem));
  for (const { path } of asked) {
    const bad = problemOfPath(path);
    if (bad !== undefined) return Promise.reject(refusal('multiRead', path, bad));
  }
  // Each result is in the place of its read, and of the type that `read` gave that.
  return readAll(context, asked, options) as Promise<ReadResults<Reads>>;
}

function problemOfReads(asked: unknown): string | undefined {
  if (!Array.isArray(asked)) return `the reads must be a list, not ${nameOf(asked)}`;
  const wrong = asked.findIndex((one: unknown) => !isRead(one));
  return wrong < 0 ? undefined : `read ${wrong} must be made by read.get or read.children`;
}

function isRead(one: unknown): boolean {
  return isObject(one) && 'path' in one && 'operation' in one && Object.hasOwn(read, String(one.operation));
}

function readAll(
  context: OperationContext,
  asked: readonly Read<unknown>[],
  options: CallOptions | undefined,
): Promise<readonly ReadResult<unknown>[]> {
  if (asked.length === 0) return Promise.resolve([]);
  const oneByOne = (within: OperationContext): Promise<readonly ReadResult<unknown>[]> =>
    Promise.all(asked.map((one) => readAlone(within, one, options)));
  if (context.downgrades.isLacking(context.requests, reads.multiRead)) return oneByOne(context);
  const operations = asked.map((one) => partOf(context, one));
  const instead = context.downgrades.instead(context.requests, reads.multiRead, () => oneByOne(untraced(context)));
  return submit(context, shapeOf(asked), { operations }, asked[0]?.path, options, instead);
}

function shapeOf(
  asked: readonly Read<unknown>[],
): CallShape<MultiReadRequest, MultiResponse, readonly ReadResult<unknown>[]> {
  return {
    name: 'multiRead',
    operation: reads.multiRead,
    result: ({ results }) => asked.map(({ path }, index) => readResultOf(results[index], path)),
  };
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
      // The server answered another question; that is no reason to end the connection.
      return { ok: false, error: zooKeeperError(ErrorCode.RuntimeInconsistency, path, { operation: 'multiRead' }) };
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
