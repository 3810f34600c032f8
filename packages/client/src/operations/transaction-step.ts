import {
  type Acl,
  type CreateRequest,
  type MultiRequestPart,
  type MultiResult,
  type MultiSuccess,
  OpCode,
} from '@zookit/protocol';
import type { Chroot } from '../chroot.ts';
import { statOf } from '../stat.ts';
import type { CreateShape } from './create-options.ts';
import { createRequestOf, type CreateRequested } from './create-request.ts';

/** What a transaction's create can be told. */
export type StepCreateOptions = CreateShape & { readonly acl?: readonly Acl[] | undefined };

/** What a transaction's set or delete can be told. */
export interface StepVersionOptions {
  /** The version that there must be. Default: any. */
  readonly version?: number | undefined;
}

/** One operation of a transaction, with the path as the caller wrote it. */
export interface TransactionStep {
  readonly path: string;
  readonly part: MultiRequestPart;
}

/** The part of a multi that creates a znode. */
export function createPart(chroot: Chroot, requested: CreateRequested): MultiRequestPart {
  const request: CreateRequest = createRequestOf(chroot, requested);
  const { kind, ttlMs } = requested.shape;
  if (kind === 'container') return { opCode: OpCode.createContainer, request };
  if (kind === 'ttl') return { opCode: OpCode.createTTL, request: { ...request, ttl: BigInt(ttlMs) } };
  return { opCode: OpCode.create2, request };
}

/** What the caller gets for one operation that went well. */
export function stepResultOf(result: MultiSuccess, chroot: Chroot): unknown {
  switch (result.type) {
    case OpCode.create:
      return { path: chroot.strip(result.response.path), stat: undefined };
    case OpCode.create2:
      return { path: chroot.strip(result.response.path), stat: statOf(result.response.stat) };
    case OpCode.setData:
      return statOf(result.response.stat);
    default:
      return undefined;
  }
}

/** Whether an operation of a multi went well. */
export function isSuccess(result: MultiResult): result is MultiSuccess {
  return result.type !== OpCode.error;
}
