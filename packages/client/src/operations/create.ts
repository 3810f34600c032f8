import { type Acl, type Create2Response, CreateMode, type CreateRequest, writes } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { bytesOf, type DataInput } from './data.ts';
import { submit } from './submit.ts';

/** What a create can be told. */
export interface CreateOptions extends CallOptions {
  /** An `ephemeral` znode goes when its session does. Default: `persistent`. */
  readonly kind?: 'persistent' | 'ephemeral' | undefined;
  /** Whether the server appends a number to the path. Default: no. */
  readonly sequential?: boolean | undefined;
  /** Default: what the client's `defaultAcl` says. */
  readonly acl?: readonly Acl[] | undefined;
}

/** A znode that was created. */
export interface Created {
  /** With the number of a sequential znode. */
  readonly path: string;
  readonly stat: Stat;
}

/** The calls of `create`. */
export const createShape: CallShape<CreateRequest, Create2Response, Created> = {
  name: 'create',
  operation: writes.create2,
  result: (response, chroot) => ({ path: chroot.strip(response.path), stat: statOf(response.stat) }),
};

/** Creates a znode. */
export async function create(
  context: OperationContext,
  path: string,
  data: DataInput,
  options: CreateOptions,
): Promise<Created> {
  const { chroot } = context;
  const request: CreateRequest = {
    path: options.sequential === true ? chroot.resolveSequential(path) : chroot.resolve(path),
    data: bytesOf(data),
    acl: options.acl ?? context.defaultAcl(path),
    flags: flagsOf(options),
  };
  return submit(context, createShape, request, path, options);
}

function flagsOf({ kind, sequential }: CreateOptions): CreateMode {
  if (kind === 'ephemeral') return sequential === true ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
  return sequential === true ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
}
