import { PathMap } from './path-map.ts';
import { charged, formatQuotaUsage, parseQuotaTrack, type QuotaTrack, type QuotaUsage } from './quota-track.ts';
import type { Znode } from './znode.ts';
import type { Znodes } from './znodes.ts';

const QUOTA_PREFIX = '/zookeeper/quota/';
const LIMITS = '/zookeeper_limits';
const STATS = '/zookeeper_stats';

/** A quota in force. */
export interface Quota {
  /** The path of the znode that is limited, with all that lies below it. */
  readonly path: string;
  readonly limits: QuotaTrack;
  /** Where the use is written; undefined where there is no such znode: then nothing is charged or refused. */
  readonly stats: Znode | undefined;
  /** What `stats` says. */
  usage: QuotaUsage;
}

/**
 * Which subtrees have a quota, and the counting in their `zookeeper_stats` znodes. Of nested quotas only the innermost
 * is charged. The counters are written straight into the data, which is outside the digest: no version or time changes,
 * nobody is told. Source: `DataTree`, `Quotas`.
 */
export class Quotas {
  readonly #znodes: Znodes;
  readonly #byPath = new PathMap<Quota>();

  constructor(znodes: Znodes) {
    this.#znodes = znodes;
  }

  /** The quota that a znode at `path` is charged to. */
  governing(path: string): Quota | undefined {
    return this.#byPath.along(path).at(-1);
  }

  /** Adds what changed at `path` to the quota that governs it. */
  charge(path: string, count: number, bytes: number): void {
    const quota = this.governing(path);
    if (quota?.stats === undefined) return;
    quota.usage = charged(quota.usage, count, bytes);
    this.#znodes.replaceData(quota.stats, formatQuotaUsage(quota.usage));
  }

  /** Takes note of a new znode: limits put a quota in force, stats are set to what there is. */
  created(node: Znode): void {
    const counted = limitedPath(node.path, STATS);
    if (counted !== undefined) this.#znodes.replaceData(node, formatQuotaUsage(this.#count(counted)));
    this.changed(node.path);
  }

  /** Takes note of limits that a snapshot holds. What is used is counted anew. Source: `DataTree.setupQuota`. */
  loaded(limits: Znode): void {
    const limited = limitedPath(limits.path, LIMITS)!;
    const stats = this.#znodes.get(`${QUOTA_PREFIX}${limited.slice(1)}${STATS}`);
    if (stats !== undefined) this.#znodes.replaceData(stats, formatQuotaUsage(this.#count(limited)));
    this.changed(limits.path);
  }

  /** Takes note that the znode at `path` has other data, or was deleted. */
  changed(path: string): void {
    const limited = limitedPath(path, LIMITS) ?? limitedPath(path, STATS);
    if (limited === undefined) return;
    const at = `${QUOTA_PREFIX}${limited.slice(1)}`;
    const limits = this.#znodes.get(`${at}${LIMITS}`);
    const stats = this.#znodes.get(`${at}${STATS}`);
    if (limits === undefined) this.#byPath.delete(limited);
    else this.#byPath.set(limited, { path: limited, limits: this.#read(limits), stats, usage: this.#read(stats) });
  }

  #read(node: Znode | undefined): QuotaTrack {
    return parseQuotaTrack(node === undefined ? null : this.#znodes.dataOf(node));
  }

  #count(quotaPath: string): QuotaUsage {
    const top = this.#znodes.get(quotaPath);
    if (top === undefined) return { count: 0, bytes: 0 };
    return { count: 1 + top.descendantCount, bytes: top.dataLength + top.descendantBytes };
  }
}

/** Whether the znode at `path` limits what another path names. */
export function isQuotaLimits(path: string): boolean {
  return limitedPath(path, LIMITS) !== undefined;
}

/**
 * The path that a znode below `/zookeeper/quota` with this last name is about. None for the one directly below it, which
 * would be the quota of nothing.
 */
function limitedPath(path: string, name: string): string | undefined {
  if (!path.startsWith(QUOTA_PREFIX) || !path.endsWith(name)) return undefined;
  const limited = path.slice(QUOTA_PREFIX.length - 1, -name.length);
  return limited === '' ? undefined : limited;
}
