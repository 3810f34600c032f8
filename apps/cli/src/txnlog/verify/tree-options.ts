import { crc32 } from 'node:zlib';
import type { AccessControl, DataTreeOptions } from '@zookit/datatree';
import type { Acl } from '@zookit/protocol';

/** Nobody asks for anything: transactions were allowed long ago. */
const nobodyAsks: AccessControl = {
  allows: () => false,
  normalize: (acl) => [...(acl ?? [])] as Acl[],
};

/** How a tree is made of a snapshot and a log, to see whether they fit. */
export function treeOptions(onDigestMismatch: NonNullable<DataTreeOptions['onDigestMismatch']>): DataTreeOptions {
  return { accessControl: nobodyAsks, extendedTypesEnabled: true, crc32, onDigestMismatch };
}
