import { parentPath, type Acl, type StatPersisted, type TxnDigest, type TxnHeader } from '@zookit/protocol';
import type { AclEntry } from './acl-cache.ts';
import { applyProposal, compareDigest } from './apply-proposal.ts';
import type { DataTreeOptions } from './data-tree-options.ts';
import { DataTree } from './data-tree.ts';
import { readLogged } from './proposal.ts';
import { isQuotaLimits } from './quotas.ts';
import { DIGEST_VERSION } from './tree-digest.ts';
import type { Znode } from './znode.ts';
import type { ZxidDigest } from './zxid-digest.ts';

/** What is known when all of a snapshot has been handed over. */
export interface LoadedEnd {
  /** The last transaction that the snapshot holds for certain: its name. Replay goes on behind it. */
  readonly lastZxid: bigint;
  /**
   * What the tree amounts to when the transaction of that zxid, of `lastZxid` or a later one, has been replayed. Undefined
   * when the snapshot doesn't say.
   */
  readonly digest: ZxidDigest | undefined;
  /**
   * The last transaction that may show in the znodes: up to it, digests of transactions are not those of the tree. Undefined
   * when the snapshot doesn't say.
   */
  readonly shownZxid?: bigint | undefined;
}

/**
 * Makes a tree of a snapshot and the transactions behind it: sessions, lists of ACLs, znodes, the end of the snapshot, then
 * the transactions; or nothing but transactions; then {@link TreeLoader.finish}. Buffers that are handed in are the caller's again afterwards.
 * Source: `DataTree.deserialize`, `FileTxnSnapLog`.
 */
export class TreeLoader {
  /** Complete when everything has been handed over. */
  readonly tree: DataTree;
  readonly #acls = new Map<bigint, AclEntry>();
  readonly #limits: Znode[] = [];
  /** The znode that was added last. */
  #latest: Znode | undefined = undefined;
  /** What a snapshot that was taken while the tree changed must still come to: until then no digest is right. */
  #target: ZxidDigest | undefined = undefined;
  #shownZxid = 0n;
  #isDigestRight: boolean | undefined = undefined;
  /** That the snapshot's own digest didn't fit, as long as no later one has shown who was wrong. */
  #mismatch: { readonly zxid: bigint; readonly expected: bigint; readonly actual: bigint } | undefined = undefined;

  /** Begins with a new tree, which is made with these options. */
  constructor(options: DataTreeOptions) {
    this.tree = new DataTree(options);
  }

  /**
   * Whether the snapshot's own digest was that of the tree: the tree is right for all that if nothing was told of it.
   * Undefined when it was not compared.
   */
  get isDigestRight(): boolean | undefined {
    return this.#isDigestRight;
  }

  /** Adds a session. */
  addSession(sessionId: bigint, timeoutMs: number): void {
    this.tree.addSession(sessionId, timeoutMs);
  }

  /** Adds a list of ACLs under the number by which znodes refer to it. It is dropped at the end if none does. */
  addAcl(aclId: bigint, acl: readonly Acl[]): void {
    const before = this.#acls.get(aclId);
    this.#acls.set(aclId, this.tree.acls.acquire(acl));
    if (before !== undefined) this.tree.acls.release(before);
  }

  /**
   * Adds a znode, or replaces one that every tree has. The root's path is empty. A list of ACLs that the snapshot doesn't
   * have lets nobody do anything: the transaction that set it is still to come. Throws a RangeError for a znode without
   * parent.
   */
  addNode(path: string, data: Uint8Array | null, aclId: bigint, stat: StatPersisted): void {
    const { acls, nodes, owners } = this.tree;
    const parent = this.#parentOf(path);
    if (parent === undefined || !(path.startsWith('/') || path === '')) {
      throw new RangeError(`znode ${path} has no parent`);
    }
    const aclEntry = this.#aclOf(aclId);
    acls.share(aclEntry);
    const node = path === '' ? undefined : nodes.load(parent, path, data, aclEntry, stat);
    if (node === undefined) {
      this.#reload(path, data, aclEntry, stat);
      return;
    }
    this.#latest = node;
    owners.add(node);
    if (isQuotaLimits(path)) this.#limits.push(node);
  }

  /** The snapshot is complete. */
  finishSnapshot({ lastZxid, digest, shownZxid }: LoadedEnd): void {
    for (const limits of this.#limits) this.tree.quotas.loaded(limits);
    for (const entry of this.#acls.values()) this.tree.acls.release(entry);
    this.#acls.clear();
    this.#latest = undefined;
    this.tree.lastProcessedZxid = lastZxid;
    this.#target = digest;
    // With a digest it is known exactly from where on the tree is that of its transactions.
    this.#shownZxid = digest === undefined ? (shownZxid ?? 0n) : 0n;
    this.#compareTarget(lastZxid);
  }

  /** There is no snapshot: the transactions begin with the first. */
  startEmpty(): void {
    // The tree is as new: nothing has to be done.
  }

  /**
   * Applies a transaction as a log holds it: `payload` is header, transaction and, where there is one, digest. Throws a
   * JuteError, or a RangeError, for what is none.
   */
  replay(header: TxnHeader, payload: Uint8Array): void {
    const { txn, digest, opCode } = readLogged(header, payload);
    const isComparable = this.#target === undefined && header.zxid >= this.#shownZxid;
    applyProposal(this.tree, { header, txn, digest: undefined, opCode });
    if (isComparable && digest !== undefined) this.#compare(header.zxid, digest);
    this.#compareTarget(header.zxid);
  }

  /** Nothing follows any more: what no later digest has settled is told. */
  finish(): void {
    const mismatch = this.#mismatch;
    this.#mismatch = undefined;
    if (mismatch === undefined) return;
    this.tree.settings.onDigestMismatch(mismatch.zxid, mismatch.expected, mismatch.actual);
  }

  /** In a snapshot that goes along the tree, as most do, the parent is above the znode before, if that is not itself. */
  #parentOf(path: string): Znode | undefined {
    const length = path.lastIndexOf('/');
    let above = this.#latest;
    while (above !== undefined && above.path.length > length) above = above.parent;
    if (above?.path.length === length && path.startsWith(above.path)) return above;
    return this.tree.nodes.get(parentPath(path));
  }

  #reload(path: string, data: Uint8Array | null, aclEntry: AclEntry, stat: StatPersisted): void {
    const { nodes, owners } = this.tree;
    const node = nodes.get(path)!;
    owners.remove(node);
    nodes.reload(node, data, aclEntry, stat);
    owners.add(node);
  }

  #aclOf(aclId: bigint): AclEntry {
    const { open, unknown } = this.tree.acls;
    if (aclId === BigInt(open.id)) return open;
    return this.#acls.get(aclId) ?? unknown;
  }

  #compare(zxid: bigint, digest: TxnDigest): void {
    if (digest.version !== DIGEST_VERSION) return;
    if (digest.treeDigest === this.tree.digest) this.#mismatch = undefined;
    this.finish();
    compareDigest(this.tree, zxid, digest);
  }

  /**
   * A transaction that is behind the one of the target says that there is none of it: what follows is compared again.
   *
   * A digest that doesn't fit is no proof. Apache's server takes that of a snapshot before that of a transaction which it is
   * just applying, and which shows in the znodes already: then the next transaction's fits.
   */
  #compareTarget(zxid: bigint): void {
    const target = this.#target;
    if (target === undefined || zxid < target.zxid) return;
    this.#target = undefined;
    const { digest: actual, settings } = this.tree;
    if (zxid !== target.zxid || target.version !== DIGEST_VERSION || !settings.digestEnabled) return;
    this.#isDigestRight = actual === target.digest;
    if (!this.#isDigestRight) this.#mismatch = { zxid, expected: target.digest, actual };
  }
}
