import { NoNodeError, QuotaExceededError, type Acl } from '@zookit/protocol';
import { assertAllowed } from './access-control.ts';
import { ChangeRecord } from './change-record.ts';
import type { DataTree } from './data-tree.ts';
import type { NodeState } from './node-state.ts';
import type { OutstandingChanges } from './outstanding-changes.ts';
import type { QuotaCharge } from './pending-charges.ts';
import type { Quota } from './quotas.ts';
import type { Requester } from './requester.ts';
import { storedAcl } from './stored-acl.ts';
import { TreeDigest } from './tree-digest.ts';

/**
 * The tree as the transaction that is being prepared will find it: with every outstanding change applied, including those
 * that earlier parts of the same multi have put.
 */
export class TreeView {
  readonly tree: DataTree;
  readonly changes: OutstandingChanges;
  zxid = 0n;
  /** When the request is prepared, in ms since 1970. */
  time = 0n;
  #requester: Requester = NOBODY;
  /** The tree's digest with all outstanding changes. */
  readonly #digest = new TreeDigest();
  readonly #digestBefore = new TreeDigest();

  constructor(tree: DataTree, changes: OutstandingChanges) {
    this.tree = tree;
    this.changes = changes;
  }

  /** On whose behalf the transaction is prepared. */
  get requester(): Requester {
    return this.#requester;
  }

  /** The digest that the tree will have. */
  get digest(): bigint {
    return this.#digest.value;
  }

  /** Begins a transaction. */
  begin(zxid: bigint, time: bigint, requester: Requester): void {
    this.zxid = zxid;
    this.time = time;
    this.#requester = requester;
    if (this.changes.size === 0) this.#digest.copy(this.tree.nodes.digest);
    this.#digestBefore.copy(this.#digest);
  }

  /** Takes back everything that was put since {@link TreeView.begin}. */
  rollBack(): void {
    this.changes.rollBack();
    this.#digest.copy(this.#digestBefore);
  }

  /** The znode at `path`, if there will be one. */
  find(path: string): NodeState | undefined {
    const record = this.changes.latest(path);
    if (record === undefined) return this.tree.nodes.get(path);
    return record.exists ? record : undefined;
  }

  /** The znode at `path`. Throws {@link NoNodeError}. */
  get(path: string): NodeState {
    return this.find(path) ?? missing(path);
  }

  /** Throws {@link NoAuthError} unless the requester has one of the `permissions`. */
  assertAllowed(node: NodeState, permissions: number, path: string): void {
    assertAllowed(this.tree.settings.accessControl, node.acl, permissions, this.#requester.identities, path);
  }

  /** The list to store for what the requester sent. Throws {@link InvalidACLError}. */
  normalizeAcl(acl: readonly Acl[] | null): Acl[] {
    return storedAcl(this.tree.settings.accessControl.normalize(acl, this.#requester.identities));
  }

  /** A change of the znode at `path`, beginning with what it is, to be filled in and {@link TreeView.put}. */
  change(path: string, before: NodeState): ChangeRecord {
    return new ChangeRecord(path, this.zxid, before);
  }

  /** Puts a change in force for what is prepared from now on. `before` is what it changes; undefined when it creates. */
  put(record: ChangeRecord, before: NodeState | undefined): void {
    if (before !== undefined) this.#digest.subtract(before.digest);
    if (record.exists) {
      record.digest = this.tree.nodes.digester.digest(record.path, record);
      this.#digest.add(record.digest);
    }
    this.changes.put(record);
  }

  /** What a change at `path` costs the quota that governs it, if one does and anybody wants to know. */
  chargeFor(path: string, count: number, bytes: number): QuotaCharge | undefined {
    const quota = this.#quotaOf(path);
    return quota === undefined ? undefined : { quotaPath: quota.path, count, bytes };
  }

  /**
   * As {@link TreeView.chargeFor}. Throws {@link QuotaExceededError} when a hard limit would be exceeded and quotas are
   * enforced. Unlike in Apache, outstanding changes count: neither a multi nor requests in flight overshoot.
   */
  affordableChargeFor(path: string, count: number, bytes: number): QuotaCharge | undefined {
    const quota = this.#quotaOf(path);
    if (quota === undefined) return undefined;
    const charge = { quotaPath: quota.path, count, bytes };
    if (quota.stats !== undefined && this.#exceeds(quota, charge)) throw new QuotaExceededError(path);
    return charge;
  }

  #quotaOf(path: string): Quota | undefined {
    const { quotas, settings } = this.tree;
    return settings.enforceQuota || settings.onQuotaExceeded !== undefined ? quotas.governing(path) : undefined;
  }

  /** Whether a charge must be refused. Tells of one that goes beyond a limit without being refused too. */
  #exceeds({ path, limits, usage }: Quota, { count, bytes }: QuotaCharge): boolean {
    const { settings } = this.tree;
    const newCount = usage.count + this.changes.charges.countOf(path) + count;
    const newBytes = usage.bytes + this.changes.charges.bytesOf(path) + bytes;
    const byCount = count > 0 ? excess(newCount, limits.count, limits.countHardLimit) : 'none';
    const byBytes = bytes > 0 ? excess(newBytes, limits.bytes, limits.bytesHardLimit) : 'none';
    if (byCount === 'none' && byBytes === 'none') return false;
    settings.onQuotaExceeded?.(path);
    return settings.enforceQuota && (byCount === 'hard' || byBytes === 'hard');
  }
}

const NOBODY: Requester = { sessionId: 0n, identities: [], watcher: undefined };

type Excess = 'none' | 'soft' | 'hard';

/** A hard limit takes the place of a soft one. Limits below 0 are none. */
function excess(value: number, softLimit: number, hardLimit: number): Excess {
  if (hardLimit >= 0) return value > hardLimit ? 'hard' : 'none';
  return softLimit >= 0 && value > softLimit ? 'soft' : 'none';
}

function missing(path: string): never {
  throw new NoNodeError(path);
}
