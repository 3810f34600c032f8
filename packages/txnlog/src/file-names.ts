const ZXID_TEXT = /^(?:0|[1-9a-f][0-9a-f]{0,15})$/;

/** How a snapshot's bytes are kept. zoo.cfg: `snapshot.compression.method`. */
export type Compression = 'none' | 'gz' | 'snappy';

/** A snapshot, by its name alone. */
export interface SnapshotName {
  readonly name: string;
  /** The last transaction that it holds for certain. */
  readonly zxid: bigint;
  readonly compression: Compression;
}

/** A transaction log, by its name alone. */
export interface LogName {
  readonly name: string;
  /** Its first transaction. */
  readonly zxid: bigint;
}

/** The name of the log whose first transaction is `zxid`. */
export function logName(zxid: bigint): string {
  return `log.${zxidText(zxid)}`;
}

/** The name of the snapshot that holds everything up to `zxid`. */
export function snapshotName(zxid: bigint, compression: Compression): string {
  return `snapshot.${zxidText(zxid)}${compression === 'none' ? '' : `.${compression}`}`;
}

/**
 * Undefined for a file that is no log. Stricter than Apache's server, which takes `log.1.bak` for one: a copy that an
 * operator laid aside is not read.
 */
export function parseLogName(name: string): LogName | undefined {
  const [kind, text, ...more] = name.split('.');
  const zxid = zxidOfText(text);
  return kind === 'log' && zxid !== undefined && more.length === 0 ? { name, zxid } : undefined;
}

/** Undefined for a file that is no snapshot; as strict as {@link parseLogName}. */
export function parseSnapshotName(name: string): SnapshotName | undefined {
  const [kind, text, ending, ...more] = name.split('.');
  const zxid = zxidOfText(text);
  if (kind !== 'snapshot' || zxid === undefined || more.length > 0) return undefined;
  if (ending === undefined) return { name, zxid, compression: 'none' };
  return ending === 'gz' || ending === 'snappy' ? { name, zxid, compression: ending } : undefined;
}

function zxidText(zxid: bigint): string {
  return BigInt.asUintN(64, zxid).toString(16);
}

function zxidOfText(text: string | undefined): bigint | undefined {
  return text !== undefined && ZXID_TEXT.test(text) ? BigInt.asIntN(64, BigInt(`0x${text}`)) : undefined;
}
