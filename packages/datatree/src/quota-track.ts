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

/** What a quota is charged with. */
export interface QuotaUsage {
  /** How many znodes. */
  readonly count: number;
  /** How long their data is together. */
  readonly bytes: number;
}

const UNSET = -1;
const INTEGER = /^[+-]?\d{1,19}$/;

/** How much of a text is read, which any client may have written: several times what it takes to say everything. */
const TEXT_MAX_BYTES = 1024;

/**
 * Reads the text of such a znode: `count=N,bytes=N`, optionally followed by `=;byteHardLimit=N;countHardLimit=N`.
 * Whatever can't be understood counts as not said, since any client may have written it.
 */
export function parseQuotaTrack(data: Uint8Array | null): QuotaTrack {
  const values = new Map<string, number>();
  for (const part of partsOf(data ?? new Uint8Array(0))) {
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

/** The text of a `zookeeper_stats` znode: it is read as what was written. */
export function formatQuotaUsage({ count, bytes }: QuotaUsage): Uint8Array {
  return Buffer.from(`count=${count},bytes=${bytes}`, 'latin1');
}

/** What `usage` becomes by a charge. */
export function charged(usage: QuotaUsage, count: number, bytes: number): QuotaUsage {
  return { count: exactly(usage.count + count), bytes: exactly(usage.bytes + bytes) };
}

function partsOf(data: Uint8Array): string[] {
  const parts = Buffer.from(data.subarray(0, TEXT_MAX_BYTES)).toString('utf8').split(/[,;]+/);
  // The last one may go on beyond what is read.
  return data.length > TEXT_MAX_BYTES ? parts.slice(0, -1) : parts;
}

function parseInteger(text: string): number {
  return INTEGER.test(text) ? exactly(Number(text)) : UNSET;
}

/** A number that another server, which reads the text, would not come to as well is none. */
function exactly(number: number): number {
  return Number.isSafeInteger(number) ? number : UNSET;
}
