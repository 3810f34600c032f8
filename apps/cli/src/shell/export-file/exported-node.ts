import type { Acl } from '@zookit/client';
import type { OwnerKind } from '@zookit/protocol';

/** A znode in an export file. */
export interface ExportedNode {
  /** Below the top of the exported subtree, which is `/`. */
  readonly path: string;
  /** Null is the protocol's null, which is not empty. */
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly kind: OwnerKind;
  /** How long a znode of the kind `ttl` lives after its last change, in ms; undefined for others. */
  readonly ttlMs: number | undefined;
}

/** Where a znode stands in its file. */
export interface PlacedNode {
  readonly node: ExportedNode;
  /** For messages: `app.json:7`, with a column where it is known. */
  readonly place: string;
}
