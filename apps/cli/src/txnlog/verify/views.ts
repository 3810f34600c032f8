import { DURABLE_MARK_NAME, parseLogName, parseSnapshotName, type SnapshotName } from '@zookit/txnlog';
import { FilesView } from './files-view.ts';
import type { Inventory } from './inventory.ts';
import type { CheckedLog } from './log-check.ts';

/**
 * What a server finds when it starts. Of a directory that another one is writing to, it shows what was there when the logs
 * were read.
 */
export function viewOfAll({ holder, logs, snapshots }: Inventory, checked: readonly CheckedLog[]): FilesView {
  const isLive = holder !== undefined;
  const known = new Set([...logs, ...snapshots].map(({ name }) => name));
  const lengths = new Map(checked.map(({ path, soundBytes }) => [path, soundBytes]));
  return new FilesView({
    shows: (name) => known.has(name) || (!isOfServer(name) && !(isLive && name === DURABLE_MARK_NAME)),
    lengths: isLive ? lengths : undefined,
  });
}

/** What there was when `next` was taken, of snapshots only `one`: what is compared with it are the transactions between. */
export function viewBetween({ logs }: Inventory, one: SnapshotName, next: SnapshotName): FilesView {
  const shown = new Set([one.name, ...logs.filter(({ zxid }) => zxid <= next.zxid).map(({ name }) => name)]);
  return new FilesView({ shows: (name) => shown.has(name) });
}

function isOfServer(name: string): boolean {
  return parseLogName(name) !== undefined || parseSnapshotName(name) !== undefined || name.endsWith('.tmp');
}
