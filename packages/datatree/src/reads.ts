import { reads as operations, type Reads } from '@zookit/protocol';
import type { Read, ReadOf } from './read.ts';
import { addWatch } from './reads/add-watch.ts';
import { checkWatches } from './reads/check-watches.ts';
import { exists } from './reads/exists.ts';
import { getACL } from './reads/get-acl.ts';
import { getAllChildrenNumber } from './reads/get-all-children-number.ts';
import { getChildren } from './reads/get-children.ts';
import { getChildren2 } from './reads/get-children2.ts';
import { getData } from './reads/get-data.ts';
import { getEphemerals } from './reads/get-ephemerals.ts';
import { multiRead } from './reads/multi-read.ts';
import { ping } from './reads/ping.ts';
import { removeWatches } from './reads/remove-watches.ts';
import { setWatches } from './reads/set-watches.ts';
import { setWatches2 } from './reads/set-watches2.ts';
import { sync } from './reads/sync.ts';
import { whoAmI } from './reads/who-am-i.ts';

/** The type of {@link reads}: leaving an operation out does not compile. */
export type ReadTable = { readonly [Name in keyof Reads]: ReadOf<Reads[Name]> };

/** How each read operation is answered. */
export const reads: ReadTable = {
  exists,
  getData,
  getACL,
  getChildren,
  getChildren2,
  getAllChildrenNumber,
  getEphemerals,
  multiRead,
  setWatches,
  setWatches2,
  addWatch,
  checkWatches,
  removeWatches,
  whoAmI,
  sync,
  ping,
};

/** A read whatever its operation: the table that it was found in by op code knows which request belongs to it. */
export type AnyRead = Read<unknown, unknown>;

const byOpCode: ReadonlyMap<number, AnyRead> = new Map(
  Object.entries(reads).map(([name, read]) => [operations[name as keyof Reads].opCode, read as AnyRead]),
);

/** The read of an operation. Throws RangeError for an op code that reads nothing. */
export function readOf(opCode: number): AnyRead {
  const read = byOpCode.get(opCode);
  if (read === undefined) throw new RangeError(`operation ${opCode} reads nothing`);
  return read;
}
