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
import { protectedPath } from '../ambiguity/protected-name.ts';
import { isDecidableCreate, settleCreate } from '../ambiguity/settle-create.ts';
import type { CallOptions } from '../call-options.ts';
import type { Chroot } from '../chroot.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import type { CreateShape } from './create-options.ts';
import { existsShape } from './exists.ts';
import { submit } from './submit.ts';
import { untraced } from './untraced.ts';

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
  /** Marks the name, so that the znode can be found again. */
  readonly uuid?: string | undefined;
  /** Whether it makes no difference who created the znode, so that the request can be sent again when its reply is lost. */
  readonly isRepeatable?: boolean | undefined;
}

/** The calls of `create`, by what they ask for. */
export interface CreateCalls {
  readonly plain: CallShape<CreateRequest, Create2Response, Created>;
  readonly container: CallShape<CreateRequest, Create2Response, Created>;
  readonly ttl: CallShape<CreateTTLRequest, Create2Response, Created>;
  /** For servers before 3.5, which tell no stat. */
  readonly pathOnly: CallShape<CreateRequest, CreateResponse, string>;
}

const createShape: CallShape<CreateRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.create2,
  result: createdOf,
  onLoss: settleCreate,
  isDecidable: isDecidableCreate,
};

const createContainerShape: CallShape<CreateRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.createContainer,
  result: createdOf,
  onLoss: settleCreate,
  isDecidable: isDecidableCreate,
};

const createTtlShape: CallShape<CreateTTLRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.createTTL,
  result: createdOf,
  onLoss: settleCreate,
  isDecidable: isDecidableCreate,
};

const createPathShape: CallShape<CreateRequest, CreateResponse, string> = {
  name: 'create',
  operation: writes.create,
  result: ({ path }, chroot) => chroot.strip(path),
  onLoss: settleCreate,
  isDecidable: isDecidableCreate,
};

const decidable: CreateCalls = {
  plain: createShape,
  container: createContainerShape,
  ttl: createTtlShape,
  pathOnly: createPathShape,
};

/** The calls of `create` where it makes no difference who created the znode. */
export const repeatable: CreateCalls = {
  plain: { ...createShape, onLoss: 'repeat', isDecidable: undefined },
  container: { ...createContainerShape, onLoss: 'repeat', isDecidable: undefined },
  ttl: { ...createTtlShape, onLoss: 'repeat', isDecidable: undefined },
  pathOnly: { ...createPathShape, onLoss: 'repeat', isDecidable: undefined },
};

/** Sends the request of one create. */
export function submitCreate(
  context: OperationContext,
  requested: CreateRequested,
  options: CallOptions,
): Promise<Created> {
  const { path, shape } = requested;
  const request = createRequestOf(context.chroot, requested);
  const calls = requested.isRepeatable === true ? repeatable : decidable;
  if (shape.kind === 'container') return submit(context, calls.container, request, path, options);
  if (shape.kind !== 'ttl') return submitPlain(context, calls, request, path, options);
  const ttl = BigInt(shape.ttlMs);
  return submit(context, calls.ttl, { ...request, ttl }, path, options);
}

/** A create as it goes out, alone or in a transaction. */
export function createRequestOf(chroot: Chroot, { path, data, acl, shape, uuid }: CreateRequested): CreateRequest {
  const name = uuid === undefined ? path : protectedPath(path, uuid);
  const at = shape.sequential === true ? chroot.joinSequential(name) : chroot.join(name);
  return { path: at, data, acl, flags: flagsOf(shape) };
}

function submitPlain(
  context: OperationContext,
  calls: CreateCalls,
  request: CreateRequest,
  path: string,
  options: CallOptions,
): Promise<Created> {
  const other = (within: OperationContext): Promise<Created> =>
    createAndLook(within, calls.pathOnly, request, path, options);
  if (context.downgrades.isLacking(context.requests, writes.create2)) return other(context);
  const instead = context.downgrades.instead(context.requests, writes.create2, () => other(untraced(context)));
  return submit(context, calls.plain, request, path, options, instead);
}

async function createAndLook(
  context: OperationContext,
  call: CreateCalls['pathOnly'],
  request: CreateRequest,
  path: string,
  options: CallOptions,
): Promise<Created> {
  const created = await submit(context, call, request, path, options);
  const look = { path: context.chroot.join(created), watch: false };
  const stat = await submit(untraced(context), existsShape, look, created, options);
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
