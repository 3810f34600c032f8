import type { Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { catchUp } from './set-watches.ts';

/** As setWatches, also for persistent watches, which miss what happened while the client was away. */
export const setWatches2: ReadOf<Reads['setWatches2']> = (tree, request, { watcher }) => {
  if (watcher === undefined) return;
  catchUp(tree, request, watcher);
  for (const path of request.persistentWatches) tree.watches.addPersistent(path, watcher);
  for (const path of request.persistentRecursiveWatches) tree.watches.addPersistentRecursive(path, watcher);
};
