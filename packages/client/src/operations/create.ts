import {
  type Acl,
  type Create2Response,
  CreateMode,
  type CreateRequest,
  openAclUnsafe,
  writes,
} from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';

/** What a create can be told. */
export interface CreateOptions extends CallOptions {
  /** An `ephemeral` znode goes when its session does. Default: `persistent`. */
  readonly kind?: 'persistent' | 'ephemeral' | undefined;
  /** Whether the server appends a number to the path. Default: no. */
  readonly sequential?: boolean | undefined;
  /** Default: everybody may do everything. */
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

/** The request of a create; `path` is the server's. */
export function createRequestOf(path: string, data: Uint8Array | null, options: CreateOptions): CreateRequest {
  return { path, data, acl: options.acl ?? openAclUnsafe, flags: flagsOf(options) };
}

function flagsOf({ kind, sequential }: CreateOptions): CreateMode {
  if (kind === 'ephemeral') return sequential === true ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
  return sequential === true ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
}
