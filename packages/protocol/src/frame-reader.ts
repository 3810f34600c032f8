import { FrameError } from './frame-error.ts';
import { PartialFrame } from './partial-frame.ts';

const HEADER_BYTES = 4;
const NO_BYTES = new Uint8Array(0);

/** What a {@link FrameReader} must be told. */
export interface FrameReaderOptions {
  /** The longest frame accepted, in bytes, without the four of its length. */
  readonly lengthMaxBytes: number;
}

/**
 * Splits a stream of chunks into frames: four bytes of length, then the payload.
 *
 * ```ts
 * frames.push(chunk);
 * while (frames.next()) handle(frames.bytes, frames.start, frames.end);
 * ```
 *
 * A frame that lies in one chunk is handed out as a range of that chunk. When `next` has returned false, nothing of the
 * chunk is needed any more: the beginning of an unfinished frame has been copied.
 */
export class FrameReader {
  /** The longest frame accepted from here on, in bytes. */
  lengthMaxBytes: number;
  #chunk: Uint8Array = NO_BYTES;
  #at = 0;
  #chunkEnd = 0;
  #headerBytes = 0;
  #length = 0;
  #partial: PartialFrame | undefined;

  /** Holds the current frame's payload, from {@link FrameReader.start} up to {@link FrameReader.end}. */
  bytes: Uint8Array = NO_BYTES;
  /** Where the current frame's payload begins in `bytes`. */
  start = 0;
  /** Where the current frame's payload ends in `bytes`. */
  end = 0;

  constructor(options: FrameReaderOptions) {
    this.lengthMaxBytes = options.lengthMaxBytes;
  }

  /** How many bytes wait for the rest of their frame. */
  get pendingBytes(): number {
    return this.#chunkEnd - this.#at + this.#headerBytes + (this.#partial?.receivedBytes ?? 0);
  }

  /** Takes the next bytes of the stream, those of `chunk` before `end`, once `next` has returned false. */
  push(chunk: Uint8Array, end: number = chunk.length): void {
    if (this.#at < this.#chunkEnd) throw new Error('frames of the last chunk are still to be read');
    this.#chunk = chunk;
    this.#at = 0;
    this.#chunkEnd = end;
  }

  /** Goes on to the next whole frame, if there is one. Throws {@link FrameError}, after which the stream has no more frames. */
  next(): boolean {
    if (this.#partial !== undefined) return this.#continuePartial(this.#partial);
    if (!this.#readHeader()) return this.#finishChunk();
    const end = this.#at + this.#length;
    if (end > this.#chunkEnd) return this.#beginPartial();
    this.#emit(this.#chunk, this.#at, end);
    this.#at = end;
    return true;
  }

  #readHeader(): boolean {
    const chunk = this.#chunk;
    while (this.#headerBytes < HEADER_BYTES && this.#at < this.#chunkEnd) {
      this.#length = (this.#length << 8) | chunk[this.#at]!;
      this.#at++;
      this.#headerBytes++;
    }
    if (this.#headerBytes < HEADER_BYTES) return false;
    if (this.#length < 0 || this.#length > this.lengthMaxBytes) throw new FrameError(this.#length, this.lengthMaxBytes);
    return true;
  }

  #beginPartial(): boolean {
    if (this.#at === this.#chunkEnd) return this.#finishChunk();
    return this.#continuePartial(new PartialFrame(this.#length));
  }

  #continuePartial(partial: PartialFrame): boolean {
    this.#at = partial.append(this.#chunk, this.#at, this.#chunkEnd);
    this.#partial = partial;
    if (!partial.isComplete) return this.#finishChunk();
    this.#partial = undefined;
    const bytes = partial.bytes();
    this.#emit(bytes, 0, bytes.length);
    return true;
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    this.#headerBytes = 0;
    this.#length = 0;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** Lets go of the chunk and of the last frame. */
  #finishChunk(): false {
    this.#chunk = NO_BYTES;
    this.#at = 0;
    this.#chunkEnd = 0;
    this.bytes = NO_BYTES;
    this.start = 0;
    this.end = 0;
    return false;
  }
}
