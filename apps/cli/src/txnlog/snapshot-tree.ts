import { openAclUnsafe, parentPath, type Acl, type StatPersisted } from '@zookit/protocol';
import type { SnapshotVisitor } from '@zookit/txnlog';
import { SnapshotNode } from './snapshot-node.ts';

/** The number that stands for the open list, which snapshots do not list. */
const OPEN_ACL_ID = -1n;

/** What a {@link SnapshotTree} is to keep. */
export interface SnapshotTreeOptions {
  /** Without it only the length of the data is known. */
  readonly keepsData?: boolean;
}

/**
 * What a snapshot holds, as it stands there: nothing is added, as a server adds what every tree has, and nothing is looked
 * into.
 */
export class SnapshotTree implements SnapshotVisitor {
  readonly #keepsData: boolean;
  readonly #sessions = new Map<bigint, number>();
  readonly #acls = new Map<bigint, readonly Acl[]>([[OPEN_ACL_ID, openAclUnsafe]]);
  readonly #nodes = new Map<string, SnapshotNode>();
  readonly #ephemeralCounts = new Map<bigint, number>();
  #lastZxid = -1n;

  constructor({ keepsData = false }: SnapshotTreeOptions = {}) {
    this.#keepsData = keepsData;
  }

  /** Each session with its timeout in ms. */
  get sessions(): ReadonlyMap<bigint, number> {
    return this.#sessions;
  }

  /** The lists of ACLs by the numbers by which this snapshot's znodes refer to them; the open list is always there. */
  get acls(): ReadonlyMap<bigint, readonly Acl[]> {
    return this.#acls;
  }

  /** The znodes by path, each behind its parent. */
  get nodes(): ReadonlyMap<string, SnapshotNode> {
    return this.#nodes;
  }

  get root(): SnapshotNode | undefined {
    return this.#nodes.get('/');
  }

  /** The highest zxid of any znode; -1 where there is none. */
  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  /** How many znodes have this `ephemeralOwner`. */
  ephemeralCount(owner: bigint): number {
    return this.#ephemeralCounts.get(owner) ?? 0;
  }

  /**
   * The ACL of a znode. Undefined when the snapshot does not have the list: the transaction that set it is in the log.
   */
  aclOf({ aclId }: SnapshotNode): readonly Acl[] | undefined {
    return this.#acls.get(aclId);
  }

  addSession(sessionId: bigint, timeoutMs: number): void {
    this.#sessions.set(sessionId, timeoutMs);
  }

  addAcl(aclId: bigint, acl: Acl[]): void {
    this.#acls.set(aclId, acl);
  }

  /** Throws a RangeError for a znode that cannot stand where it does. */
  addNode(path: string, data: Uint8Array | null, aclId: bigint, stat: StatPersisted): void {
    const isRoot = path === '';
    const ownPath = isRoot ? '/' : path;
    if (this.#nodes.has(ownPath)) throw new RangeError(`znode ${ownPath} is there twice`);
    const parent = isRoot ? undefined : this.#parentOf(path);
    this.#nodes.set(
      ownPath,
      new SnapshotNode(ownPath, parent, {
        stat,
        aclId,
        dataLength: data?.length ?? 0,
        data: this.#keepsData ? data && Buffer.from(data) : undefined,
      }),
    );
    this.#note(stat);
  }

  #parentOf(path: string): SnapshotNode {
    const parent = path.startsWith('/') ? this.#nodes.get(parentPath(path)) : undefined;
    if (parent === undefined) throw new RangeError(`znode ${path} has no parent`);
    return parent;
  }

  #note({ mzxid, pzxid, ephemeralOwner }: StatPersisted): void {
    if (mzxid > this.#lastZxid) this.#lastZxid = mzxid;
    if (pzxid > this.#lastZxid) this.#lastZxid = pzxid;
    if (ephemeralOwner === 0n) return;
    this.#ephemeralCounts.set(ephemeralOwner, this.ephemeralCount(ephemeralOwner) + 1);
  }
}
