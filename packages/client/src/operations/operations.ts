import type { CallOptions } from '../call-options.ts';
import type { Stat } from '../stat.ts';
import type { AddWatchOptions } from '../watches/add-watch.ts';
import type { WatchedChildren, WatchedData, WatchedStat } from '../watches/and-watch.ts';
import type { Observation, ObserveOptions } from '../watches/observation.ts';
import type { Observed } from '../watches/observe.ts';
import type { RemoveWatchesOptions } from '../watches/remove-watches.ts';
import type { Watcher } from '../watches/watch-event.ts';
import type { WatchSelection } from '../watches/watch-kind.ts';
import type { Watch } from '../watches/watch-stream.ts';
import type { WatchOptions } from '../watches/watch.ts';
import type { ReadOptions } from '../watches/with-watcher.ts';
import type { ZooKeeper } from '../zookeeper.ts';
import type { Children } from './children.ts';
import type { Created, CreateOptions } from './create.ts';
import type { DataInput } from './data.ts';
import type { NodeData } from './get.ts';
import type { VersionOptions } from './version-options.ts';

/** What can be asked of an ensemble: by a client, and by each of its views. */
export interface Operations {
  /** The client behind this view; of a client, itself. */
  readonly client: ZooKeeper;
  /** Creates a znode. */
  create(path: string, data?: DataInput, options?: CreateOptions): Promise<Created>;
  /** The data of a znode. */
  get(path: string, options?: ReadOptions): Promise<NodeData>;
  /** Sets the data of a znode. */
  set(path: string, data: DataInput, options?: VersionOptions): Promise<Stat>;
  /** Deletes a znode that has no children. */
  delete(path: string, options?: VersionOptions): Promise<void>;
  /** The stat of a znode; undefined when there is none. */
  exists(path: string, options?: ReadOptions): Promise<Stat | undefined>;
  /** The names of a znode's children. */
  children(path: string, options?: ReadOptions): Promise<Children>;
  /** Watches a path, or with `recursive` all that is below it too. */
  watch(path: string, options?: WatchOptions): Watch;
  /** The data of a znode, now and after each change; a slow consumer misses states in between, never the latest. */
  observe(path: string, options?: ObserveOptions): Observation<Observed<Uint8Array>>;
  /** The names of a znode's children, now and after each change, in the same way. */
  observeChildren(path: string, options?: ObserveOptions): Observation<readonly string[] | undefined>;
  /** The data of a znode, and a watch for its next change. */
  getAndWatch(path: string, options?: CallOptions): Promise<WatchedData>;
  /** The stat of a znode, and a watch for its coming, its next change or its going. */
  existsAndWatch(path: string, options?: CallOptions): Promise<WatchedStat>;
  /** The names of a znode's children, and a watch for the next that comes or goes. */
  childrenAndWatch(path: string, options?: CallOptions): Promise<WatchedChildren>;
  /** Calls a function for each event of a path, in Apache's terms, until `removeWatches`. */
  addWatch(path: string, watcher: Watcher, options?: AddWatchOptions): Promise<void>;
  /** Removes all watches of a kind that this client has on a path, whoever set them. */
  removeWatches(path: string, selection: WatchSelection, options?: RemoveWatchesOptions): Promise<void>;
  /** Whether the server watches a path for this client in a way. */
  checkWatches(path: string, selection: WatchSelection, options?: CallOptions): Promise<boolean>;
  /** The same session, with the paths below another root. */
  namespace(path: string): Operations;
}
