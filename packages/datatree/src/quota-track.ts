/**
 * What a `zookeeper_limits` znode allows, or what a `zookeeper_stats` znode counts; -1 where it says nothing.
 * Source: `StatsTrack`.
 */
export interface QuotaTrack {
  readonly count: number;
  readonly bytes: number;
  readonly countHardLimit: number;
  readonly bytesHardLimit: number;
}

const UNSET = -1;
const INTEGER = /^[+-]?\d{1,19}$/;

/**
 * Reads the text of such a znode: `count=N,bytes=N`, optionally followed by `=;byteHardLimit=N;countHardLimit=N`.
 * Whatever can't be understood counts as not said, since any client may have written it.
 */
export function parseQuotaTrack(data: Uint8Array | null): QuotaTrack {
  const values = new Map<string, number>();
  const text = data === null ? '' : Buffer.from(data).toString('utf8');
  for (const part of text.split(/[,;]+/)) {
    const [key, value] = part.split('=');
    if (key !== undefined && value !== undefined) values.set(key, parseInteger(value));
  }
  return {
    count: values.get('count') ?? UNSET,
    bytes: values.get('bytes') ?? UNSET,
    countHardLimit: values.get('countHardLimit') ?? UNSET,
    bytesHardLimit: values.get('byteHardLimit') ?? UNSET,
  };
}

/** The text of a `zookeeper_stats` znode. */
export function formatQuotaUsage(count: number, bytes: number): Uint8Array {
  return Buffer.from(`count=${count},bytes=${bytes}`, 'latin1');
}

function parseInteger(text: string): number {
  return INTEGER.test(text) ? Number(text) : UNSET;
}
