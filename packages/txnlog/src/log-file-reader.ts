import { txnCodecOf, formatHex, type TxnHeader } from '@zookit/protocol';
import { adler32 } from './adler32.ts';
import { CorruptLogError } from './errors.ts';
import type { OpenFile } from './file-system.ts';
import { LOG_HEADER_BYTES, logHeaderBytes, PAYLOAD_MAX_BYTES, RECORD_END, RECORD_PREFIX_BYTES } from './log-format.ts';
import { HeaderReader } from './log-record.ts';
import { judgeTail } from './log-tail.ts';
import { contentEnd } from './content-end.ts';
import { claimedChecksum, claimedLength, isPlausibleLength } from './record-check.ts';

/** So much is read, and then worked on, at a time: a few milliseconds of replay. */
const CHUNK_BYTES = 0x2_0000;

/** No record is longer. */
const RECORD_MAX_BYTES = RECORD_PREFIX_BYTES + PAYLOAD_MAX_BYTES + 1;

/** What follows the last whole record of a log. */
export interface LogEnd {
  readonly path: string;
  /** Nothing but zeros; what a crash left of a write; a whole record but for its end mark; or a file without a header. */
  readonly kind: 'clean' | 'torn' | 'unmarked' | 'headless';
  /** Where it begins, in bytes. */
  readonly offset: number;
  /** Behind the last byte of the file that is not zero, or behind the end mark that is missing. */
  readonly endOffset: number;
}

/**
 * Reads one log. {@link LogFileReader.load} brings a piece of it, out of which {@link LogFileReader.next} takes one record
 * after the other. What the fields show is valid until the next call of either.
 */
export class LogFileReader {
  readonly #file: OpenFile;
  readonly #nameZxid: bigint | undefined;
  readonly #isLast: boolean;
  readonly #headers = new HeaderReader();
  #window: Buffer = Buffer.alloc(0);
  /** Where the window begins in the file. */
  #windowOffset = 0;
  /** Where the next record begins in the window. */
  #at = 0;
  #isBegun = false;
  #isFileEnd = false;
  /** Whether what is at `#at` is no whole record, however much more is read. */
  #isStopped = false;
  #unmarkedEnd: number | undefined;
  #end: LogEnd | undefined;
  #recordStart = 0;
  #payloadEnd = 0;
  #header: TxnHeader | undefined;

  /**
   * @param nameZxid - What the first record must be, as the file's name says; undefined for a file that is called otherwise.
   * @param isLast - Whether no log follows. Else a record without an end mark was not taken for one when that one began.
   */
  constructor(file: OpenFile, nameZxid: bigint | undefined, isLast: boolean) {
    this.#file = file;
    this.#nameZxid = nameZxid;
    this.#isLast = isLast;
  }

  get path(): string {
    return this.#file.path;
  }

  /** Whether a record was taken. */
  get hasRecords(): boolean {
    return this.#header !== undefined;
  }

  /** The header of the record. Not there before {@link LogFileReader.next} has said true. */
  get header(): TxnHeader {
    return this.#header!;
  }

  /** The payload of the record: a range of the reader's own buffer. */
  get payload(): Uint8Array {
    return this.#window.subarray(this.#recordStart + RECORD_PREFIX_BYTES, this.#payloadEnd);
  }

  /** Where the record begins in the file, in bytes. */
  get offset(): number {
    return this.#windowOffset + this.#recordStart;
  }

  /** What follows the last record. Undefined before {@link LogFileReader.load} has said false. */
  get end(): LogEnd | undefined {
    return this.#end;
  }

  /** Brings more to take records from. False at the end of the log. Throws {@link CorruptLogError} where it is damaged. */
  async load(): Promise<boolean> {
    if (this.#end !== undefined) return false;
    if (!this.#isBegun) return this.#begin();
    if (this.#isStopped || this.#isFileEnd) return this.#finish();
    await this.#fill(this.#missingBytes());
    return true;
  }

  /** Takes the next record; false when there is none in what was loaded. */
  next(): boolean {
    if (this.#isStopped) return this.#takeUnmarked();
    const length = this.#wholeLength();
    if (length === undefined) return false;
    const start = this.#at;
    const payloadStart = start + RECORD_PREFIX_BYTES;
    const payloadEnd = payloadStart + length;
    const isWhole =
      this.#window[payloadEnd] === RECORD_END &&
      adler32(this.#window, payloadStart, payloadEnd) === claimedChecksum(this.#window, start);
    if (isWhole) this.#take(payloadEnd);
    else this.#isStopped = true;
    return isWhole;
  }

  /** The length of the payload at `#at` when the window holds the whole record. */
  #wholeLength(): number | undefined {
    const available = this.#window.length - this.#at;
    if (available < RECORD_PREFIX_BYTES) return undefined;
    const length = claimedLength(this.#window, this.#at);
    if (!isPlausibleLength(length)) {
      this.#isStopped = true;
      return undefined;
    }
    return available > RECORD_PREFIX_BYTES + length ? length : undefined;
  }

  /** By how many bytes the window is too short for the next record. */
  #missingBytes(): number {
    const available = this.#window.length - this.#at;
    if (available < RECORD_PREFIX_BYTES) return RECORD_PREFIX_BYTES - available;
    return RECORD_PREFIX_BYTES + claimedLength(this.#window, this.#at) + 1 - available;
  }

  #take(payloadEnd: number): void {
    const start = this.#at;
    const header = this.#headers.read(this.#window, start + RECORD_PREFIX_BYTES, payloadEnd);
    const isFirst = this.#header === undefined;
    this.#recordStart = start;
    this.#payloadEnd = payloadEnd;
    this.#header = header;
    this.#at = payloadEnd + 1;
    if (isFirst && this.#nameZxid !== undefined && header.zxid !== this.#nameZxid) {
      throw this.#corrupt(this.offset, `its first transaction is ${formatHex(header.zxid)}, not that of its name`);
    }
    if (txnCodecOf(header.type) === undefined) {
      throw this.#corrupt(this.offset, `transaction ${formatHex(header.zxid)} is of an unknown type, ${header.type}`);
    }
  }

  #takeUnmarked(): boolean {
    if (this.#unmarkedEnd === undefined) return false;
    const payloadEnd = this.#unmarkedEnd;
    this.#unmarkedEnd = undefined;
    this.#take(payloadEnd);
    return true;
  }

  async #begin(): Promise<boolean> {
    this.#isBegun = true;
    await this.#fill(CHUNK_BYTES);
    this.#at = LOG_HEADER_BYTES;
    const found = this.#window.subarray(0, LOG_HEADER_BYTES);
    if (found.equals(logHeaderBytes)) return true;
    const endOffset = await contentEnd(this.#file, 0);
    const isTorn =
      endOffset <= LOG_HEADER_BYTES && found.subarray(0, endOffset).equals(logHeaderBytes.subarray(0, endOffset));
    if (!isTorn) throw this.#corrupt(firstDifference(found, logHeaderBytes), 'its header is not that of a log');
    return this.#endWith('headless', 0, endOffset);
  }

  /** Finds out what is behind the last record. True when that is one more. */
  async #finish(): Promise<boolean> {
    const offset = this.#windowOffset + this.#at;
    const endOffset = await contentEnd(this.#file, offset);
    if (endOffset === offset) return this.#endWith('clean', offset, endOffset);
    const bytes = Buffer.alloc(Math.min(endOffset - offset, RECORD_MAX_BYTES + 1));
    await this.#file.read(bytes, offset);
    const tail = judgeTail({ bytes, offset });
    if (tail.kind === 'damage') throw this.#corrupt(offset, tail.reason);
    if (tail.kind === 'torn' || !this.#isLast) return this.#endWith('torn', offset, endOffset);
    const recordBytes = RECORD_PREFIX_BYTES + claimedLength(bytes, 0) + 1;
    this.#endWith('unmarked', offset, offset + recordBytes);
    this.#loadUnmarked(bytes, offset, recordBytes);
    return true;
  }

  #loadUnmarked(bytes: Buffer, offset: number, recordBytes: number): void {
    const whole = Buffer.alloc(recordBytes);
    bytes.copy(whole);
    this.#window = whole;
    this.#windowOffset = offset;
    this.#at = 0;
    this.#isStopped = true;
    this.#unmarkedEnd = recordBytes - 1;
  }

  #endWith(kind: LogEnd['kind'], offset: number, endOffset: number): false {
    this.#end = { path: this.path, kind, offset, endOffset };
    return false;
  }

  async #fill(wantedBytes: number): Promise<void> {
    const kept = this.#window.subarray(this.#at);
    const window = Buffer.allocUnsafeSlow(kept.length + Math.max(wantedBytes, CHUNK_BYTES));
    kept.copy(window);
    const offset = this.#windowOffset + this.#at;
    const count = await this.#file.read(window.subarray(kept.length), offset + kept.length);
    this.#windowOffset = offset;
    this.#at = 0;
    this.#window = window.subarray(0, kept.length + count);
    this.#isFileEnd = this.#window.length < window.length;
  }

  #corrupt(offset: number, reason: string): CorruptLogError {
    return new CorruptLogError(this.path, offset, reason);
  }
}

function firstDifference(left: Uint8Array, right: Uint8Array): number {
  return right.findIndex((byte, at) => byte !== left[at]);
}
