import {
  type Acl,
  type Create2Response,
  CreateMode,
  type CreateRequest,
  type CreateResponse,
  type CreateTTLRequest,
  NoNodeError,
  writes,
} from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { Chroot } from '../chroot.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import type { CreateShape } from './create-options.ts';
import { existsShape } from './exists.ts';
import { submit } from './submit.ts';

/** A znode that was created. */
export interface Created {
  /** With the number of a sequential znode. */
  readonly path: string;
  readonly stat: Stat;
}

/** A znode to create. */
export interface CreateRequested {
  /** As the caller wrote it. */
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly shape: CreateShape;
}

/** The calls of `create`. */
export const createShape: CallShape<CreateRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.create2,
  result: createdOf,
};

/** Those for containers. */
export const createContainerShape: CallShape<CreateRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.createContainer,
  result: createdOf,
};

/** Those for znodes with a time to live. */
export const createTtlShape: CallShape<CreateTTLRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.createTTL,
  result: createdOf,
};

/** Those for servers before 3.5, which tell no stat. */
const createPathShape: CallShape<CreateRequest, CreateResponse, string> = {
  name: 'create',
  operation: writes.create,
  result: ({ path }, chroot) => chroot.strip(path),
};

/** Sends the request of one create. */
export function submitCreate(
  context: OperationContext,
  requested: CreateRequested,
  options: CallOptions,
): Promise<Created> {
  const { path, shape } = requested;
  const request = createRequestOf(context.chroot, requested);
  if (shape.kind === 'container') return submit(context, createContainerShape, request, path, options);
  if (shape.kind !== 'ttl') return submitPlain(context, request, path, options);
  const ttl = BigInt(shape.ttlMs);
  return submit(context, createTtlShape, { ...request, ttl }, path, options);
}

/** A create as it goes out, alone or in a transaction. */
export function createRequestOf(chroot: Chroot, { path, data, acl, shape }: CreateRequested): CreateRequest {
  const at = shape.sequential === true ? chroot.joinSequential(path) : chroot.join(path);
  return { path: at, data, acl, flags: flagsOf(shape) };
}

function submitPlain(
  context: OperationContext,
  request: CreateRequest,
  path: string,
  options: CallOptions,
): Promise<Created> {
  const { state } = context.requests;
  const other = (): Promise<Created> => createAndLook(context, request, path, options);
  if (context.downgrades.isLacking(state, writes.create2)) return other();
  const instead = context.downgrades.instead(state, writes.create2, other);
  return submit(context, createShape, request, path, options, instead);
}

async function createAndLook(
  context: OperationContext,
  request: CreateRequest,
  path: string,
  options: CallOptions,
): Promise<Created> {
  const created = await submit(context, createPathShape, request, path, options);
  const look = { path: context.chroot.join(created), watch: false };
  const stat = await submit(context, existsShape, look, created, options);
  if (stat === undefined) throw new NoNodeError(created, { operation: 'create', detail: 'it has gone already' });
  return { path: created, stat };
}

function createdOf(response: Create2Response, chroot: Chroot): Created {
  return { path: chroot.strip(response.path), stat: statOf(response.stat) };
}

function flagsOf({ kind, sequential = false }: CreateShape): CreateMode {
  switch (kind) {
    case 'ephemeral':
      return sequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
    case 'ttl':
      return sequential ? CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL : CreateMode.PERSISTENT_WITH_TTL;
    case 'container':
      return CreateMode.CONTAINER;
    default:
      return sequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
  }
}
