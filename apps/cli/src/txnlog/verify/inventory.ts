import {
  listLogs,
  listSnapshots,
  lockHolder,
  nodeFileSystem,
  thisProcess,
  type LogName,
  type ProcessMark,
  type SnapshotName,
} from '@zookit/txnlog';
import type { Directories } from '../directories.ts';

/** What there was when verifying began. */
export interface Inventory {
  /** Oldest first. */
  readonly logs: readonly LogName[];
  /** Newest first. */
  readonly snapshots: readonly SnapshotName[];
  /** All names, by directory. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** The process that holds a directory, and may write to it meanwhile. */
  readonly holder: ProcessMark | undefined;
}

/** Looks at what is there. The holder is asked for first: what it adds later is left out. */
export async function takeInventory({ logs, snapshots }: Directories): Promise<Inventory> {
  const names = new Map<string, readonly string[]>();
  let holder: ProcessMark | undefined;
  for (const directory of new Set([logs, snapshots])) {
    holder ??= await lockHolder(nodeFileSystem, directory, thisProcess);
    names.set(directory, (await nodeFileSystem.list(directory)).sort());
  }
  return {
    holder,
    names,
    logs: await listLogs(nodeFileSystem, logs),
    snapshots: await listSnapshots(nodeFileSystem, snapshots),
  };
}
