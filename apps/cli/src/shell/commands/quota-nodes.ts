import { ErrorCode, isZooKeeperError } from '@zookit/protocol';
import type { CommandContext } from '../command-context.ts';

/** Where quotas are kept. Source: `Quotas.quotaZookeeper`. */
export const QUOTA_ROOT = '/zookeeper/quota';
const LIMITS = 'zookeeper_limits';
const STATS = 'zookeeper_stats';

/** The limits of a quota; -1 stands for none. Source: `StatsTrack`. */
export interface QuotaLimits {
  readonly count: number;
  readonly bytes: number;
  readonly byteHardLimit: number;
  readonly countHardLimit: number;
}

/** No limit at all. */
export const noLimits: QuotaLimits = { count: -1, bytes: -1, byteHardLimit: -1, countHardLimit: -1 };

/** The znode below which a path's quota is. */
export function quotaPath(path: string): string {
  return path === '/' ? QUOTA_ROOT : QUOTA_ROOT + path;
}

/** The znode with a path's limits. */
export function limitsPath(path: string): string {
  return `${quotaPath(path)}/${LIMITS}`;
}

/** The znode with what a path uses. */
export function statsPath(path: string): string {
  return `${quotaPath(path)}/${STATS}`;
}

/** Source: `StatsTrack.toString`; the `=` behind the bytes is Apache's, for the sake of older servers. */
export function formatLimits({ count, bytes, byteHardLimit, countHardLimit }: QuotaLimits): string {
  return `count=${count},bytes=${bytes}=;byteHardLimit=${byteHardLimit};countHardLimit=${countHardLimit}`;
}

/** Reads limits or what is used; what is missing is -1. */
export function parseLimits(text: string): QuotaLimits {
  const read = (name: string): number => Number(new RegExp(`\\b${name}=(-?\\d+)`, 'u').exec(text)?.[1] ?? -1);
  return {
    count: read('count'),
    bytes: read('bytes'),
    byteHardLimit: read('byteHardLimit'),
    countHardLimit: read('countHardLimit'),
  };
}

/** A znode's data as text; undefined if there is no such znode. */
export async function readText({ client, signal }: CommandContext, path: string): Promise<string | undefined> {
  return orUndefined(client.get(path, { signal }).then(({ data }) => Buffer.from(data).toString('utf8')));
}

/** What `call` comes to; undefined if there is no such znode. */
export async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoNode)) return undefined;
    throw error;
  }
}
