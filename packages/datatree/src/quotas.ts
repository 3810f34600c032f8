import { PathMap } from './path-map.ts';
import { formatQuotaUsage, parseQuotaTrack, type QuotaTrack } from './quota-track.ts';
import type { Znode } from './znode.ts';
import type { Znodes } from './znodes.ts';

const QUOTA_PREFIX = '/zookeeper/quota/';
const LIMITS = '/zookeeper_limits';
const STATS = '/zookeeper_stats';

/** Limits and use of one quota. */
export interface QuotaState {
  readonly limits: QuotaTrack;
  readonly usage: QuotaTrack;
}

/**
 * Which subtrees have a quota, and the counting in their `zookeeper_stats` znodes. Of nested quotas only the innermost
 * is charged. The counters are written straight into the data, which is outside the digest: no version or time changes,
 * nobody is told. Source: `DataTree`, `Quotas`.
 */
export class Quotas {
  readonly #znodes: Znodes;
  readonly #paths = new PathMap<string>();

  constructor(znodes: Znodes) {
    this.#znodes = znodes;
  }

  /** The path of the quota that a znode at `path` is charged to. */
  governing(path: string): string | undefined {
    return this.#paths.along(path).at(-1);
  }

  /** Limits and use of a quota; undefined if one of its two znodes is missing. */
  stateOf(quotaPath: string): QuotaState | undefined {
    const limits = this.#znodes.get(`${QUOTA_PREFIX}${quotaPath.slice(1)}${LIMITS}`);
    const stats = this.#statsOf(quotaPath);
    if (limits === undefined || stats === undefined) return undefined;
    return { limits: this.#read(limits), usage: this.#read(stats) };
  }

  /** Adds what changed at `path` to the quota that governs it. */
  charge(path: string, count: number, bytes: number): void {
    const quotaPath = this.governing(path);
    if (quotaPath === undefined) return;
    const stats = this.#statsOf(quotaPath);
    if (stats === undefined) return;
    const usage = this.#read(stats);
    this.#znodes.replaceData(stats, formatQuotaUsage(usage.count + count, usage.bytes + bytes));
  }

  /** Takes note of a new znode: limits put a quota in force, stats are set to what there is. */
  created(node: Znode): void {
    if (!node.path.startsWith(QUOTA_PREFIX)) return;
    const limited = limitedPath(node.path, LIMITS);
    if (limited !== undefined) this.#paths.set(limited, limited);
    const counted = limitedPath(node.path, STATS);
    if (counted !== undefined) this.#znodes.replaceData(node, this.#count(counted));
  }

  /** Takes note that the znode at `path` was deleted. */
  deleted(path: string): void {
    if (!path.startsWith(QUOTA_PREFIX)) return;
    const limited = limitedPath(path, LIMITS);
    if (limited !== undefined) this.#paths.delete(limited);
  }

  #statsOf(quotaPath: string): Znode | undefined {
    return this.#znodes.get(`${QUOTA_PREFIX}${quotaPath.slice(1)}${STATS}`);
  }

  #read(node: Znode): QuotaTrack {
    return parseQuotaTrack(this.#znodes.dataOf(node));
  }

  #count(quotaPath: string): Uint8Array {
    const top = this.#znodes.get(quotaPath);
    if (top === undefined) return formatQuotaUsage(0, 0);
    return formatQuotaUsage(1 + top.descendantCount, top.dataLength + top.descendantBytes);
  }
}

/**
 * The path that a znode below `/zookeeper/quota` with this last name is about. None for the one directly below it, which
 * would be the quota of nothing.
 */
function limitedPath(path: string, name: string): string | undefined {
  if (!path.endsWith(name)) return undefined;
  const limited = path.slice(QUOTA_PREFIX.length - 1, -name.length);
  return limited === '' ? undefined : limited;
}
