import { JuteWriter } from '@zookit/jute';
import { adler32 } from './adler32.ts';
import { RECORD_END } from './log-format.ts';

/** A larger buffer is given back after it was used once. */
const KEPT_BYTES = 0x40_0000;

/** Records of a batch that go to one file. */
export interface BatchPiece {
  /** The first one's. */
  readonly firstZxid: bigint;
  lastZxid: bigint;
  /** Whether it begins a new file. */
  readonly opensFile: boolean;
  readonly start: number;
  end: number;
}

/** Records that wait for the same write, as they will stand in the log. */
export class LogBatch {
  #writer = new JuteWriter(0x4000);
  #pieces: BatchPiece[] = [];

  get pieces(): readonly BatchPiece[] {
    return this.#pieces;
  }

  /** The bytes of a piece, valid until the next call of {@link LogBatch.add} or {@link LogBatch.clear}. */
  bytesOf(piece: BatchPiece): Uint8Array {
    return this.#writer.bytes().subarray(piece.start, piece.end);
  }

  /** Copies a payload in and frames it: checksum, length, payload, end mark. */
  add(zxid: bigint, payload: Uint8Array, opensFile: boolean): void {
    const writer = this.#writer;
    const start = writer.length;
    writer.int(0);
    writer.int(adler32(payload) | 0);
    writer.buffer(payload);
    writer.byte(RECORD_END);
    const last = this.#pieces.at(-1);
    if (last === undefined || opensFile) {
      this.#pieces.push({ firstZxid: zxid, lastZxid: zxid, opensFile, start, end: writer.length });
    } else {
      last.lastZxid = zxid;
      last.end = writer.length;
    }
  }

  clear(): void {
    if (this.#writer.capacity > KEPT_BYTES) this.#writer = new JuteWriter(0x4000);
    else this.#writer.reset();
    this.#pieces = [];
  }
}
