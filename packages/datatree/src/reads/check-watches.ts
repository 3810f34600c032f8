import { NoWatcherError, type Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';
import { modesOf } from './watcher-type.ts';

/** Throws {@link NoWatcherError} unless the connection has such a watch. */
export const checkWatches: ReadOf<Reads['checkWatches']> = (tree, { path, type }, { watcher }) => {
  const modes = modesOf(type, path);
  if (watcher === undefined || !tree.watches.has(path, watcher, modes)) throw new NoWatcherError(path);
};
