import { NoWatcherError, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { modesOf } from './watcher-type.ts';

/** Removes watches of the connection. Throws {@link NoWatcherError} where there are none. */
export const removeWatches: ReadOf<Reads['removeWatches']> = (tree, { path, type }, { watcher }) => {
  const modes = modesOf(type, path);
  if (watcher === undefined || !tree.watches.remove(path, watcher, modes)) throw new NoWatcherError(path);
};
