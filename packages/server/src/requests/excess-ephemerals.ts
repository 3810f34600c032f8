import type { DataTree, Preparer } from '@zookit/datatree';

/** What a path adds to the list of a session's end beside its bytes: their number. */
const LISTED_BYTES = 4;

/** What it adds to a multi that deletes it: the part's type, the part's length, their number. */
const PART_BYTES = 12;

/**
 * The ephemeral znodes of a session when their list would be longer than `maxBytes`, in portions of about that size, each of
 * which one transaction can delete. No portions for a session that can end in one transaction: any that came about here can,
 * but the data of another server may hold others. `preparer` is that of the tree: what is being deleted already is left out.
 */
export function excessEphemerals(tree: DataTree, preparer: Preparer, sessionId: bigint, maxBytes: number): string[][] {
  let listBytes = 0;
  for (const path of tree.ephemeralsOf(sessionId)) listBytes += LISTED_BYTES + Buffer.byteLength(path, 'utf8');
  return listBytes > maxBytes ? portionsOf(preparer.ephemeralsOf(sessionId), maxBytes) : [];
}

function portionsOf(paths: Iterable<string>, maxBytes: number): string[][] {
  const portions: string[][] = [];
  let portion: string[] = [];
  let portionBytes = Infinity;
  for (const path of paths) {
    const partBytes = PART_BYTES + Buffer.byteLength(path, 'utf8');
    if (portionBytes + partBytes > maxBytes) {
      portions.push((portion = []));
      portionBytes = 0;
    }
    portion.push(path);
    portionBytes += partBytes;
  }
  return portions;
}
