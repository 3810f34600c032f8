import { type Children, children } from '../operations/children.ts';
import type { OperationContext } from '../operations/context.ts';
import { exists } from '../operations/exists.ts';
import { get, type NodeData } from '../operations/get.ts';
import type { Stat } from '../stat.ts';
import { childrenRead, dataRead, statRead } from './and-watch.ts';
import type { ReadOptions } from './read-options.ts';
import { readWatching, type WatchingShape } from './read-watching.ts';
import type { Watcher } from './watch-event.ts';

/** The data of a znode. */
export function getWithWatcher(context: OperationContext, path: string, options: ReadOptions = {}): Promise<NodeData> {
  const { watcher } = options;
  return watcher === undefined ? get(context, path, options) : read(context, dataRead, path, watcher, options);
}

/** The stat of a znode; undefined when there is none, and then the watch is for its coming. */
export function existsWithWatcher(
  context: OperationContext,
  path: string,
  options: ReadOptions = {},
): Promise<Stat | undefined> {
  const { watcher } = options;
  return watcher === undefined ? exists(context, path, options) : read(context, statRead, path, watcher, options);
}

/** The names of a znode's children. */
export function childrenWithWatcher(
  context: OperationContext,
  path: string,
  options: ReadOptions = {},
): Promise<Children> {
  const { watcher } = options;
  return watcher === undefined ? children(context, path, options) : read(context, childrenRead, path, watcher, options);
}

function read<Response, Result>(
  context: OperationContext,
  shape: WatchingShape<Response, Result>,
  path: string,
  watcher: Watcher,
  options: ReadOptions,
): Promise<Result> {
  return readWatching(context, shape, path, context.watches.listenerFor(watcher, context.chroot), options);
}
