import { JuteReader } from '@zookit/jute';
import { ADLER_START, adler32 } from './adler32.ts';

/** A string or buffer in a snapshot is never longer: a length beyond it is damage. */
export const ELEMENT_MAX_BYTES = 0x400_0000;

/** Something in a snapshot that cannot be. */
export class SnapshotFormatError extends Error {
  override readonly name = 'SnapshotFormatError';
}

/**
 * The uncompressed bytes of a snapshot, as far as they have come, with a checksum over what was taken. Bytes are looked at
 * before they are taken: what is not there yet is waited for.
 */
export class SnapshotStream {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #reader = new JuteReader(undefined, { elementMaxBytes: ELEMENT_MAX_BYTES });
  #window: Buffer = Buffer.alloc(0);
  #windowOffset = 0;
  #at = 0;
  /** Up to here in the window the checksum has been carried on. */
  #summedTo = 0;
  #checksum = ADLER_START;

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** How many bytes were taken. */
  get offset(): number {
    return this.#windowOffset + this.#at;
  }

  /** How many bytes are there to be taken. */
  get available(): number {
    return this.#window.length - this.#at;
  }

  /** The checksum of all that was taken. */
  get checksum(): number {
    this.#checksum = adler32(this.#window, this.#summedTo, this.#at, this.#checksum);
    this.#summedTo = this.#at;
    return this.#checksum;
  }

  /** The 32-bit integer so many bytes ahead. It must be available. */
  peekInt(ahead: number): number {
    return this.#window.readInt32BE(this.#at + ahead);
  }

  /** Whether the next bytes are `expected`. They must be available. */
  startsWith(expected: Uint8Array): boolean {
    return this.#window.subarray(this.#at, this.#at + expected.length).equals(expected);
  }

  /** Takes the next bytes, and gives a reader of them that is valid until the next call. */
  take(count: number): JuteReader {
    this.#reader.reset(this.#window, this.#at, this.#at + count);
    this.#at += count;
    return this.#reader;
  }

  /** Waits until so many bytes are available. Throws when the snapshot ends before. */
  async need(count: number): Promise<void> {
    if (!(await this.has(count))) throw new SnapshotFormatError('it ends early');
  }

  /** Waits until so many bytes are available. False when the snapshot ends before. */
  async has(count: number): Promise<boolean> {
    const parts: Uint8Array[] = [];
    let missing = count - this.available;
    while (missing > 0) {
      const next = await this.#chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      missing -= next.value.length;
    }
    if (parts.length > 0) this.#extend(parts);
    return missing <= 0;
  }

  #extend(parts: Uint8Array[]): void {
    this.#checksum = this.checksum;
    this.#windowOffset += this.#at;
    this.#window = Buffer.concat([this.#window.subarray(this.#at), ...parts]);
    this.#at = 0;
    this.#summedTo = 0;
  }
}
