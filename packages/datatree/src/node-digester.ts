import { crc32, crc32OfText } from './crc32.ts';
import type { NodeState } from './node-state.ts';

/** CRC-32 as zlib's: an unsigned or signed 32-bit integer, continuing from `seed`. */
export type Crc32 = (bytes: Uint8Array, seed: number) => number;

/** From this length a native CRC-32, where one is given, is faster than the call into it is slow. */
const NATIVE_MIN_BYTES = 256;

const STAT_BYTES = 60;

/**
 * Computes digests of znodes: CRC-32 over path, data and stat. Digests are signed 32-bit integers here, which need no
 * memory of their own. What lies below `/zookeeper` is left out (digest 0). Source: `DigestCalculator`, version 2.
 *
 * The CRC of path and data is kept beside the znode (`contentCrc`), so that a change of the stat alone, which each
 * change of a child is, costs 60 bytes however large the data.
 */
export class NodeDigester {
  readonly #enabled: boolean;
  readonly #native: Crc32 | undefined;
  readonly #stat = new Uint8Array(STAT_BYTES);
  readonly #view = new DataView(this.#stat.buffer);

  /** Unless `enabled`, all digests are 0. */
  constructor(enabled: boolean, native?: Crc32) {
    this.#enabled = enabled;
    this.#native = native;
  }

  /** The CRC of a path and its data. */
  contentCrc(path: string, data: Uint8Array | null): number {
    if (!this.#covers(path)) return 0;
    const crc = path === '/' ? 0 : crc32OfText(path, 0);
    if (data === null) return crc;
    if (this.#native !== undefined && data.length >= NATIVE_MIN_BYTES) return this.#native(data, crc >>> 0) | 0;
    return crc32(data, crc);
  }

  /** The digest of a znode in this state. */
  digest(path: string, state: NodeState): number {
    if (!this.#covers(path)) return 0;
    const view = this.#view;
    view.setBigInt64(0, state.czxid);
    view.setBigInt64(8, state.mzxid);
    view.setBigInt64(16, state.pzxid);
    view.setBigInt64(24, state.ctime);
    view.setBigInt64(32, state.mtime);
    view.setInt32(40, state.version);
    view.setInt32(44, state.cversion);
    view.setInt32(48, state.aversion);
    view.setBigInt64(52, state.ephemeralOwner);
    return crc32(this.#stat, state.contentCrc);
  }

  #covers(path: string): boolean {
    return this.#enabled && !path.startsWith('/zookeeper/');
  }
}
