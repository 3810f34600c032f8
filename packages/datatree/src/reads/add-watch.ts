import { AddWatchMode, MarshallingError, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';

/** Adds a persistent watch. The path may be any string, and no ACL is asked: that happens when there is an event. */
export const addWatch: ReadOf<Reads['addWatch']> = (tree, { path, mode }, { watcher }) => {
  const isRecursive = mode === AddWatchMode.PERSISTENT_RECURSIVE;
  if (!isRecursive && mode !== AddWatchMode.PERSISTENT) throw new MarshallingError(path);
  if (watcher !== undefined && isRecursive) tree.watches.addPersistentRecursive(path, watcher);
  else if (watcher !== undefined) tree.watches.addPersistent(path, watcher);
  return { error: 0 };
};
