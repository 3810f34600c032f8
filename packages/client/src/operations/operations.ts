import type { Acl } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { DataCodec } from '../codecs/data-codec.ts';
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
import type { ReadOptions } from '../watches/read-options.ts';
import type { ZooKeeper } from '../zookeeper.ts';
import type { ChildCountOptions } from './child-count.ts';
import type { Children } from './children.ts';
import type { CreateOptions } from './create-options.ts';
import type { Created } from './create-request.ts';
import type { DataInput } from './data.ts';
import type { DeleteOptions } from './delete-shape.ts';
import type { EnsurePathOptions } from './ensure-path.ts';
import type { EphemeralNode, EphemeralOptions } from './ephemeral-node.ts';
import type { Fence } from './fence.ts';
import type { NodeAcl } from './get-acl.ts';
import type { NodeData } from './get.ts';
import type { Read, ReadResults } from './multi-read.ts';
import type { NodeHandle } from './node-handle.ts';
import type { Transaction } from './transaction.ts';
import type { VersionOptions } from './version-options.ts';
import type { WalkedNode, WalkOptions } from './walk.ts';

/** What can be asked of an ensemble: by a client, and by each of its views. */
export interface Operations {
  /** The client behind this view; of a client, itself. */
  readonly client: ZooKeeper;

  /** Creates a znode. */
  create(path: string, data?: DataInput, options?: CreateOptions): Promise<Created>;
  /** Creates a znode that goes with its session, or before that at the end of an `await using` block. */
  createEphemeral(path: string, data?: DataInput, options?: EphemeralOptions): Promise<EphemeralNode>;
  /** Creates what is missing of a path, the chroot included, without data and with the default ACL. */
  ensurePath(path: string, options?: EnsurePathOptions): Promise<void>;
  /** The data of a znode. */
  get(path: string, options?: ReadOptions): Promise<NodeData>;
  /** Sets the data of a znode. */
  set(path: string, data: DataInput, options?: VersionOptions): Promise<Stat>;
  /** Deletes a znode. Resolves to whether it was there. */
  delete(path: string, options?: DeleteOptions): Promise<boolean>;
  /** The stat of a znode; undefined when there is none. */
  exists(path: string, options?: ReadOptions): Promise<Stat | undefined>;

  /** The names of a znode's children, in no order. */
  children(path: string, options?: ReadOptions): Promise<Children>;
  /** How many children a znode has. */
  childCount(path: string, options?: ChildCountOptions): Promise<number>;
  /**
   * The znodes at and below a path, parents before their children. Requests go out ahead of the caller. Znodes that go
   * meanwhile are left out, and so is what comes behind the walk.
   */
  walk(path: string, options?: WalkOptions): AsyncGenerator<WalkedNode, void, undefined>;
  /** The paths of this session's ephemeral znodes that begin with `prefix`, in no order. For servers from 3.6 on. */
  ephemerals(prefix?: string, options?: CallOptions): Promise<readonly string[]>;

  /** The ACL of a znode. */
  getAcl(path: string, options?: CallOptions): Promise<NodeAcl>;
  /** Sets the ACL of a znode. The version is that of the ACL, the `aversion`. */
  setAcl(path: string, acl: readonly Acl[], options?: VersionOptions): Promise<Stat>;

  /** Waits until the server has caught up with the leader as of now. */
  sync(path?: string, options?: CallOptions): Promise<void>;
  /** Begins a transaction: several writes of which all happen or none. Each of its methods gives back another one. */
  transaction(): Transaction;
  /** The fence that stands while these znodes are there. */
  fence(first: Created, ...others: readonly Created[]): Fence;
  /** Several reads by one request, of one state of the tree. Servers before 3.6 get one request for each. */
  multiRead<const Reads extends readonly Read<unknown>[]>(
    reads: Reads,
    options?: CallOptions,
  ): Promise<ReadResults<Reads>>;

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

  /** One znode, whose data is read and written by a codec. */
  node<Value>(path: string, codec: DataCodec<Value>): NodeHandle<Value>;
  /** The same session, with the paths below another root. */
  namespace(path: string): Operations;
}
