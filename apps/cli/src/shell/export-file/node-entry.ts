import { acl } from '@zookit/client';
import type { ExportedNode } from './exported-node.ts';
import { textOf } from './text-of.ts';

/** A znode as export files show it. */
export interface NodeEntry {
  readonly path: string;
  /** Default: `persistent`. */
  readonly kind?: string;
  readonly ttlMs?: number;
  /** Text, in UTF-8; null, or neither this nor `base64`, is the protocol's null. */
  readonly data?: string | null;
  readonly base64?: string;
  /** Entries as `scheme:id:permissions`. Default: everybody may do everything. */
  readonly acl?: readonly string[];
}

const OPEN = acl.format(acl.open);

/** The entry of a znode: what is as usual is left out. */
export function entryOf(node: ExportedNode): NodeEntry {
  const { path, kind, ttlMs, data } = node;
  return {
    path,
    ...(kind !== 'persistent' && { kind }),
    ...(ttlMs !== undefined && { ttlMs }),
    ...dataOf(data),
    ...(acl.format(node.acl) !== OPEN && { acl: node.acl.map((entry) => acl.format([entry])) }),
  };
}

function dataOf(data: Uint8Array | null): Pick<NodeEntry, 'data' | 'base64'> {
  if (data === null) return { data: null };
  const text = textOf(data);
  return text === undefined ? { base64: Buffer.from(data).toString('base64') } : { data: text };
}
