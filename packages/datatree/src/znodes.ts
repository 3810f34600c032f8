import type { Acl, StatPersisted } from '@zookit/protocol';
import type { AclCache, AclEntry } from './acl-cache.ts';
import type { NodeDigester } from './node-digester.ts';
import type { PathHasher } from './path-hasher.ts';
import { PathTable } from './path-table.ts';
import { loadData, storeData } from './stored-data.ts';
import { TreeDigest } from './tree-digest.ts';
import { Znode, type ZnodeInit } from './znode.ts';
import { ZnodeWalk } from './znode-walk.ts';

/** For millions of znodes. */
const INDEX_BITS = 8;

/**
 * The znodes by path, with what is kept over all of them: digest and size. A path is in the table exactly as long as its
 * znode is among its parent's children.
 */
export class Znodes {
  readonly root: Znode;
  readonly digest: TreeDigest = new TreeDigest();
  readonly digester: NodeDigester;
  readonly hasher: PathHasher;
  readonly #byPath: PathTable<Znode>;
  readonly #walks = new Set<ZnodeWalk>();
  readonly #acls: AclCache;
  #dataSize = 0;
  #latestTime = 0n;
  /** The highest that any znode ever had. */
  #latestCzxid = 0n;

  constructor(acls: AclCache, digester: NodeDigester, hasher: PathHasher) {
    this.#acls = acls;
    this.#byPath = new PathTable(hasher, INDEX_BITS);
    this.digester = digester;
    this.hasher = hasher;
    const init: ZnodeInit = { zxid: 0n, time: 0n, ephemeralOwner: 0n };
    this.root = new Znode('/', storeData(new Uint8Array(0)), acls.open, init);
    this.#byPath.add(this.root);
    this.#count(this.root, new Uint8Array(0));
  }

  /** How many znodes there are, the root counted once. */
  get count(): number {
    return this.#byPath.size;
  }

  /** The lengths of all paths, in UTF-16 units, and of all data, in bytes. */
  get dataSize(): number {
    return this.#dataSize;
  }

  /** Begins to go through all znodes. {@link Znodes.endWalk} must follow. */
  walk(): ZnodeWalk {
    const walk = new ZnodeWalk(this.root, this.#latestCzxid);
    this.#walks.add(walk);
    return walk;
  }

  /** Ends a walk, wherever it is; more than once is the same as once. */
  endWalk(walk: ZnodeWalk): void {
    this.#walks.delete(walk);
  }

  /** The znode at `path`. The empty path is the root's too. */
  get(path: string): Znode | undefined {
    return this.#byPath.get(path === '' ? '/' : path);
  }

  /** Adds a child of `parent`. `path` must be new. */
  add(parent: Znode, path: string, data: Uint8Array | null, aclEntry: AclEntry, init: ZnodeInit): Znode {
    const { zxid, ephemeralOwner } = init;
    const node = new Znode(path, storeData(data), aclEntry, {
      zxid,
      time: this.#sharedTime(init.time),
      ephemeralOwner,
    });
    this.#byPath.add(node);
    parent.append(node);
    this.#count(node, data);
    return node;
  }

  /** Adds a child of `parent` that a snapshot holds. Undefined when there is one already: then nothing is done. */
  load(
    parent: Znode,
    path: string,
    data: Uint8Array | null,
    aclEntry: AclEntry,
    stat: StatPersisted,
  ): Znode | undefined {
    const { czxid: zxid, ctime: time, ephemeralOwner } = stat;
    const node = new Znode(path, storeData(data), aclEntry, { zxid, time, ephemeralOwner });
    if (!this.#byPath.add(node)) return undefined;
    node.restore(stat, this.#sharedTime(time));
    parent.append(node);
    this.#count(node, data);
    return node;
  }

  /** Makes of a znode what a snapshot holds in its place. */
  reload(node: Znode, data: Uint8Array | null, aclEntry: AclEntry, stat: StatPersisted): void {
    this.#acls.release(node.aclEntry);
    node.aclEntry = aclEntry;
    node.restore(stat, stat.ctime);
    this.replaceData(node, data);
    this.changed(node);
    this.#noteCzxid(node);
  }

  /** Removes a znode that has a parent and no children. */
  remove(node: Znode): void {
    for (const walk of this.#walks) walk.leave(node);
    node.detach();
    this.#byPath.delete(node);
    this.#dataSize -= node.path.length + node.dataLength;
    this.digest.subtract(node.digest);
    this.#acls.release(node.aclEntry);
  }

  /** Sets the data, and when that was, as a setData does. {@link Znodes.changed} must follow. */
  setData(node: Znode, data: Uint8Array | null, zxid: bigint, time: bigint): void {
    this.replaceData(node, data);
    node.mzxid = zxid;
    node.mtime = this.#sharedTime(time);
  }

  /** Replaces the data alone. {@link Znodes.changed} must follow. */
  replaceData(node: Znode, data: Uint8Array | null): void {
    this.#dataSize -= node.dataLength;
    node.data = storeData(data);
    node.contentCrc = this.digester.contentCrc(node.path, data);
    this.#dataSize += node.dataLength;
  }

  /** Replaces the ACL alone. */
  replaceAcl(node: Znode, acl: readonly Acl[]): void {
    const previous = node.aclEntry;
    node.aclEntry = this.#acls.acquire(acl);
    this.#acls.release(previous);
  }

  /** Brings the digest up to date after any change of `node`. */
  changed(node: Znode): void {
    this.digest.subtract(node.digest);
    node.digest = this.digester.digest(node.path, node);
    this.digest.add(node.digest);
  }

  /** The data of a znode; not to be written to. */
  dataOf(node: Znode): Uint8Array | null {
    return loadData(node.data);
  }

  /** Each transaction brings its time as an object of its own: many of one millisecond need not keep it each. */
  #sharedTime(time: bigint): bigint {
    if (time !== this.#latestTime) this.#latestTime = time;
    return this.#latestTime;
  }

  #count(node: Znode, data: Uint8Array | null): void {
    node.contentCrc = this.digester.contentCrc(node.path, data);
    node.digest = this.digester.digest(node.path, node);
    this.digest.add(node.digest);
    this.#dataSize += node.path.length + node.dataLength;
    this.#noteCzxid(node);
  }

  #noteCzxid({ czxid }: Znode): void {
    if (czxid > this.#latestCzxid) this.#latestCzxid = czxid;
  }
}
