import type { ExportedNode } from '../export-file/exported-node.ts';

/** What becomes of a znode of an export file. */
export interface ImportStep {
  /** Where it goes. */
  readonly path: string;
  readonly node: ExportedNode;
  /** Where it stands in the file. */
  readonly place: string;
  readonly action: ImportAction;
  /** Why it is skipped, or what differs from what is there; undefined for others. */
  readonly reason: string | undefined;
  /** What is overwritten: the versions of what is there. */
  readonly versions: { readonly data?: number; readonly acl?: number };
}

/** `conflict` ends the import in front of it. */
export type ImportAction = 'create' | 'overwrite' | 'keep' | 'unchanged' | 'skip' | 'conflict';

/** Every action, in the order in which they are counted. */
export const importActions: readonly ImportAction[] = ['create', 'overwrite', 'keep', 'unchanged', 'skip', 'conflict'];
