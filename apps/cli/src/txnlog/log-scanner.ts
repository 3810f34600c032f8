import { decode } from '@zookit/jute';
import { fileHeader, type FileHeader } from '@zookit/protocol';
import {
  adler32,
  LOG_HEADER_BYTES,
  PAYLOAD_MAX_BYTES,
  PAYLOAD_MIN_BYTES,
  RECORD_END,
  RECORD_PREFIX_BYTES,
  type OpenFile,
} from '@zookit/txnlog';

const CHUNK_BYTES = 0x10_0000;

/** A record as its frame shows it, whether its checks hold or not. */
export interface ScannedRecord {
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** Behind its end mark, or where that should be. */
  readonly endOffset: number;
  /** Header, transaction and digest; valid until the next record. */
  readonly payload: Buffer;
  /** The checksum that stands before the payload. */
  readonly checksum: bigint;
  /** Whether that is the checksum of the payload. */
  readonly isSound: boolean;
  /** Whether the mark that ends each record is there. */
  readonly isMarked: boolean;
}

/** Why there is no further record. */
export interface ScanEnd {
  /**
   * Nothing but zeros follow; the last record has no end mark; a record is cut by the end of the file; one has a length that
   * none can have; or something follows that is not even that.
   */
  readonly kind: 'clean' | 'unmarked' | 'cut' | 'length' | 'garbage';
  /** Where that is, in bytes. */
  readonly offset: number;
}

/**
 * Reads the records of a log one after the other, and goes on behind one whose checks fail, as long as lengths lead to the
 * next. For people who want to see what is there: a server must stop where this goes on.
 */
export class LogScanner {
  readonly header: FileHeader;
  readonly #file: OpenFile;
  readonly #passesUnmarked: boolean;
  #window: Buffer = Buffer.alloc(0);
  /** Where the window begins in the file. */
  #windowOffset: number;
  /** Where the next record begins in the window. */
  #at = 0;
  #end: ScanEnd | undefined;

  private constructor(file: OpenFile, header: FileHeader, passesUnmarked: boolean) {
    this.#file = file;
    this.header = header;
    this.#passesUnmarked = passesUnmarked;
    this.#windowOffset = LOG_HEADER_BYTES;
  }

  /**
   * Begins with the first record of a log, of which the header must be there.
   *
   * @param passesUnmarked - Whether it goes on behind a record without an end mark, which for Apache's tool is the last one.
   */
  static async open(file: OpenFile, passesUnmarked = false): Promise<LogScanner> {
    const bytes = Buffer.alloc(LOG_HEADER_BYTES);
    await file.read(bytes, 0);
    return new LogScanner(file, decode(fileHeader, bytes), passesUnmarked);
  }

  /** What follows the last record. Undefined before {@link LogScanner.next} has said undefined. */
  get end(): ScanEnd | undefined {
    return this.#end;
  }

  /** The next record; undefined when there is none. */
  async next(): Promise<ScannedRecord | undefined> {
    if (this.#end !== undefined) return undefined;
    const hasLength = await this.#has(RECORD_PREFIX_BYTES);
    const length = hasLength ? this.#window.readInt32BE(this.#at + 8) : 0;
    if (length === 0) return this.#finish(hasLength ? 'garbage' : 'cut');
    const isPlausible = length >= PAYLOAD_MIN_BYTES && length <= PAYLOAD_MAX_BYTES;
    if (isPlausible && (await this.#has(RECORD_PREFIX_BYTES + length + 1))) return this.#take(length);
    this.#endAs(isPlausible ? 'cut' : 'length');
    return undefined;
  }

  /** One record after the other. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ScannedRecord, void, undefined> {
    for (let record = await this.next(); record !== undefined; record = await this.next()) yield record;
  }

  #take(length: number): ScannedRecord {
    const start = this.#at;
    const payload = this.#window.subarray(start + RECORD_PREFIX_BYTES, start + RECORD_PREFIX_BYTES + length);
    const checksum = this.#window.readBigUInt64BE(start);
    const isMarked = this.#window[start + RECORD_PREFIX_BYTES + length] === RECORD_END;
    if (!isMarked && !this.#passesUnmarked) this.#endAs('unmarked');
    this.#at = start + RECORD_PREFIX_BYTES + length + 1;
    const offset = this.#windowOffset + start;
    const endOffset = this.#windowOffset + this.#at;
    return { offset, endOffset, payload, checksum, isSound: checksum === BigInt(adler32(payload)), isMarked };
  }

  /** Whether so many bytes follow, brought into the window. */
  async #has(count: number): Promise<boolean> {
    const kept = this.#window.subarray(this.#at);
    if (kept.length >= count) return true;
    const window = Buffer.allocUnsafeSlow(Math.max(count, CHUNK_BYTES));
    kept.copy(window);
    this.#windowOffset += this.#at;
    this.#at = 0;
    const read = await this.#file.read(window.subarray(kept.length), this.#windowOffset + kept.length);
    this.#window = window.subarray(0, kept.length + read);
    return this.#window.length >= count;
  }

  /** Where a record could begin none does: what is left is to be zeros, else it is of that kind. */
  async #finish(kind: ScanEnd['kind']): Promise<undefined> {
    this.#endAs('clean');
    const offset = this.#windowOffset + this.#at;
    for (let at = 0; ; at += CHUNK_BYTES) {
      const bytes = Buffer.alloc(CHUNK_BYTES);
      const count = await this.#file.read(bytes, offset + at);
      const found = bytes.findIndex((byte) => byte !== 0);
      if (found >= 0) this.#end = { kind, offset: kind === 'cut' ? offset : offset + at + found };
      if (found >= 0 || count < CHUNK_BYTES) return undefined;
    }
  }

  #endAs(kind: ScanEnd['kind']): void {
    this.#end = { kind, offset: this.#windowOffset + this.#at };
  }
}
