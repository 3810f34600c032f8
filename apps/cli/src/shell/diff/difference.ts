import type { ExportedNode } from '../export-file/exported-node.ts';

/** How two subtrees differ in one place. */
export type Difference =
  | { readonly type: 'left-only' | 'right-only'; readonly path: string; readonly node: ExportedNode }
  | {
      readonly type: 'different';
      /** Below the tops. */
      readonly path: string;
      readonly left: ExportedNode;
      readonly right: ExportedNode;
      /** What differs. */
      readonly parts: readonly DifferentPart[];
    };

/** What of a znode can differ. */
export type DifferentPart = 'data' | 'acl' | 'kind';
