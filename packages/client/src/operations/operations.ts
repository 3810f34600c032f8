import type { CallOptions } from '../call-options.ts';
import type { Stat } from '../stat.ts';
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
  get(path: string, options?: CallOptions): Promise<NodeData>;
  /** Sets the data of a znode. */
  set(path: string, data: DataInput, options?: VersionOptions): Promise<Stat>;
  /** Deletes a znode that has no children. */
  delete(path: string, options?: VersionOptions): Promise<void>;
  /** The stat of a znode; undefined when there is none. */
  exists(path: string, options?: CallOptions): Promise<Stat | undefined>;
  /** The names of a znode's children. */
  children(path: string, options?: CallOptions): Promise<Children>;
  /** The same session, with the paths below another root. */
  namespace(path: string): Operations;
}
