import type { Acl, Stat } from '@zookit/client';

/** A znode of a subtree, as it was when it was read: the subtree as a whole may never have been so. */
export interface SubtreeNode {
  readonly path: string;
  /** 0 for the top of the subtree. */
  readonly depth: number;
  /** Whether it is the last of its siblings by name. */
  readonly isLast: boolean;
  /** Undefined if it is denied, which servers from 3.9 on do together with the data. */
  readonly stat: Stat | undefined;
  /** Null is the protocol's null; undefined if it was not asked for, or is denied. */
  readonly data: Uint8Array | null | undefined;
  /** Undefined if it was not asked for, or is denied. */
  readonly acl: readonly Acl[] | undefined;
  /** Whether the session may not read it: then its data, and what lies below it, are unknown. */
  readonly isDenied: boolean;
}
