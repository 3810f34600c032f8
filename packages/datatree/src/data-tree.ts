import { readAclUnsafe, type Stat } from '@zookit/protocol';
import { AclCache } from './acl-cache.ts';
import type { DataTreeOptions } from './data-tree-options.ts';
import { NodeDigester } from './node-digester.ts';
import { Owners } from './owners.ts';
import { PathHasher } from './path-hasher.ts';
import { Quotas } from './quotas.ts';
import type { ReapingRules } from './reaping.ts';
import { statOf } from './stat-of.ts';
import { Watches } from './watches.ts';
import type { Znode, ZnodeInit } from './znode.ts';
import { Znodes } from './znodes.ts';

const EPHEMERAL_PATHS_MAX_BYTES = 1_000_000;
const RESPONSE_MAX_BYTES = 16 * 1024 * 1024;

/** The options of a {@link DataTree} with nothing left open. */
type Settings = Required<Omit<DataTreeOptions, 'container' | 'crc32' | 'onQuotaExceeded' | 'onWatcherError'>> & {
  readonly reapingRules: ReapingRules;
  readonly onQuotaExceeded: ((quotaPath: string) => void) | undefined;
};

/**
 * What a ZooKeeper server keeps: znodes, sessions and watches. It changes by transactions alone
 * ({@link applyProposal}), which cannot fail and have the same effect on every server.
 *
 * What is marked as internal is for the transactions and reads of this package; its declarations leave it out.
 */
export class DataTree {
  readonly watches: Watches;
  /** @internal */
  readonly settings: Settings;
  /** @internal */
  readonly acls: AclCache = new AclCache();
  /** @internal */
  readonly nodes: Znodes;
  /** @internal */
  readonly owners: Owners;
  /** @internal */
  readonly quotas: Quotas;
  /** The zxid of the last transaction that was applied. */
  lastProcessedZxid = 0n;
  readonly #sessions = new Map<bigint, number>();

  constructor(options: DataTreeOptions) {
    this.settings = settingsOf(options);
    const { extendedTypesEnabled, emulate353TtlNodes, digestEnabled, hashSeed } = this.settings;
    const hasher = new PathHasher(hashSeed);
    this.nodes = new Znodes(this.acls, new NodeDigester(digestEnabled, options.crc32), hasher);
    this.owners = new Owners({ extendedTypes: extendedTypesEnabled, emulate353: emulate353TtlNodes }, this.#sessions);
    this.quotas = new Quotas(this.nodes);
    const { accessControl, onWatcherError } = options;
    this.watches = new Watches({ accessControl, onWatcherError, hasher });
    this.#plant();
  }

  /** How many entries Apache's table of znodes would have: 5 in an empty tree. */
  get nodeCount(): number {
    return this.nodes.count + 1;
  }

  get ephemeralCount(): number {
    return this.owners.ephemeralCount;
  }

  /** The lengths of all paths, in UTF-16 units, and of all data, in bytes: 44 in an empty tree. */
  get dataSize(): number {
    return this.nodes.dataSize;
  }

  /** The sum of the digests of all znodes; 0 where digests are off. */
  get digest(): bigint {
    return this.nodes.digest.value;
  }

  /** The sessions that have begun and not ended, with the timeout each began with, in ms. */
  get sessions(): ReadonlyMap<bigint, number> {
    return this.#sessions;
  }

  /** The paths of a session's ephemeral znodes. */
  ephemeralsOf(sessionId: bigint): ReadonlySet<string> {
    return this.owners.ephemeralsOf(sessionId);
  }

  /** Every session that owns ephemeral znodes, with their paths. */
  ephemeralOwners(): Iterable<[bigint, ReadonlySet<string>]> {
    return this.owners.ephemeralOwners();
  }

  /**
   * What clients see of a znode beside its data.
   *
   * @internal
   */
  statOf(node: Znode): Stat {
    return statOf(node, this.owners.visibleOwner(node.ephemeralOwner));
  }

  /**
   * The paths of containers and TTL znodes whose time is over at `now` (ms since 1970). A candidate may have changed, or
   * be another znode, by the time when it is deleted: a deleteContainer checks again, by the tree's own rules.
   */
  reapable(now: bigint, rules: ReapingRules = this.settings.reapingRules): Iterable<string> {
    return this.owners.reapable(now, rules);
  }

  /**
   * The sessions that own ephemeral znodes though they have ended, or never began: data of another server may hold such.
   * A server closes them, by transactions, before it serves what it has loaded.
   */
  deadOwners(): bigint[] {
    const owners = [...this.owners.ephemeralOwners()].map(([sessionId]) => sessionId);
    return owners.filter((sessionId) => !this.#sessions.has(sessionId));
  }

  /**
   * Begins a session.
   *
   * @internal
   */
  addSession(sessionId: bigint, timeoutMs: number): void {
    this.#sessions.set(sessionId, timeoutMs);
  }

  /**
   * Ends a session. Its znodes have been deleted before.
   *
   * @internal
   */
  removeSession(sessionId: bigint): void {
    this.#sessions.delete(sessionId);
  }

  /** The znodes that are always there. Their links count as no creation of a child: hence the odd `cversion` of `/`. */
  #plant(): void {
    const init: ZnodeInit = { zxid: 0n, time: 0n, ephemeralOwner: 0n };
    const empty = new Uint8Array(0);
    const { open } = this.acls;
    const system = this.nodes.add(this.nodes.root, '/zookeeper', empty, open, init);
    const config = this.nodes.add(system, '/zookeeper/config', empty, this.acls.acquire(readAclUnsafe), init);
    config.aversion = -1;
    this.nodes.changed(config);
    this.nodes.add(system, '/zookeeper/quota', empty, open, init);
  }
}

function settingsOf(options: DataTreeOptions): Settings {
  return {
    accessControl: options.accessControl,
    extendedTypesEnabled: options.extendedTypesEnabled ?? false,
    emulate353TtlNodes: options.emulate353TtlNodes ?? false,
    reapingRules: { neverUsedMaxMs: BigInt(options.container?.neverUsedMaxMs ?? 0) },
    enforceQuota: options.enforceQuota ?? false,
    digestEnabled: options.digestEnabled ?? true,
    closeSessionTxnEnabled: options.closeSessionTxnEnabled ?? true,
    ephemeralPathsMaxBytes: options.ephemeralPathsMaxBytes ?? EPHEMERAL_PATHS_MAX_BYTES,
    responseMaxBytes: options.responseMaxBytes ?? RESPONSE_MAX_BYTES,
    hashSeed: options.hashSeed ?? 0,
    onDigestMismatch: options.onDigestMismatch ?? ignore,
    onQuotaExceeded: options.onQuotaExceeded,
  };
}

function ignore(): void {
  // Whoever gives no listener does not want to know.
}
