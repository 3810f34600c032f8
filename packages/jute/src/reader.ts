import type { Codec } from './codec.ts';
import { JuteError } from './jute-error.ts';
import { DEFAULT_ELEMENT_MAX_BYTES } from './limits.ts';
import { decodeMalformedUtf8 } from './malformed-utf8.ts';

const EMPTY = new Uint8Array(0);

/** What a {@link JuteReader} can be told. */
export interface JuteReaderOptions {
  /** The longest string or buffer accepted, in bytes. Default {@link DEFAULT_ELEMENT_MAX_BYTES}. */
  readonly elementMaxBytes?: number;
}

/**
 * Reads jute values one after the other from a range of bytes. All integers are big-endian.
 *
 * Each method takes the name of the field, which only an error shows. A reader can be pointed at other bytes with
 * {@link JuteReader.reset}, so one reader serves a whole connection. Every method throws {@link JuteError} when the
 * bytes end early.
 */
export class JuteReader {
  readonly #elementMaxBytes: number;
  #bytes: Buffer;
  #view: DataView;
  #start = 0;
  #at = 0;
  #end = 0;

  constructor(bytes: Uint8Array = EMPTY, options: JuteReaderOptions = {}) {
    this.#elementMaxBytes = options.elementMaxBytes ?? DEFAULT_ELEMENT_MAX_BYTES;
    this.#bytes = asBuffer(bytes);
    this.#view = viewOf(this.#bytes);
    this.#end = bytes.length;
  }

  /** Points the reader at `bytes` from `start` up to `end`. Offsets count from `start`. */
  reset(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (start < 0 || start > end || end > bytes.length) {
      throw new RangeError(`${String(start)} to ${String(end)} is no range of ${String(bytes.length)} bytes`);
    }
    if (bytes !== this.#bytes) {
      this.#bytes = asBuffer(bytes);
      this.#view = viewOf(this.#bytes);
    }
    this.#start = start;
    this.#at = start;
    this.#end = end;
  }

  /** How many bytes have been read. */
  get offset(): number {
    return this.#at - this.#start;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#end - this.#at;
  }

  /** A signed byte. */
  byte(field?: string): number {
    const at = this.#advance(1, field);
    return this.#view.getInt8(at);
  }

  /** One byte; any value but 0 is true. */
  boolean(field?: string): boolean {
    const at = this.#advance(1, field);
    return this.#view.getInt8(at) !== 0;
  }

  /** A signed 32-bit integer. */
  int(field?: string): number {
    const at = this.#advance(4, field);
    return this.#view.getInt32(at);
  }

  /** A signed 64-bit integer. */
  long(field?: string): bigint {
    const at = this.#advance(8, field);
    return this.#view.getBigInt64(at);
  }

  /** A single-precision number. */
  float(field?: string): number {
    const at = this.#advance(4, field);
    return this.#view.getFloat32(at);
  }

  /** A double-precision number. */
  double(field?: string): number {
    const at = this.#advance(8, field);
    return this.#view.getFloat64(at);
  }

  /** A string. Malformed UTF-8 is replaced by U+FFFD, as in Java. Throws {@link JuteError} on a null. */
  string(field?: string): string {
    return this.stringOrNull(field) ?? this.#failNull('string', field);
  }

  /** A string, or null where the length is -1. */
  stringOrNull(field?: string): string | null {
    const length = this.#length(field);
    if (length < 0) return null;
    const at = this.#at;
    this.#at = at + length;
    const text = this.#bytes.toString('utf8', at, this.#at);
    return text.includes('\ufffd') ? decodeMalformedUtf8(this.#bytes.subarray(at, this.#at)) : text;
  }

  /** A range of the reader's own bytes, not a copy: it changes when they do. Throws {@link JuteError} on a null. */
  buffer(field?: string): Uint8Array {
    return this.bufferOrNull(field) ?? this.#failNull('buffer', field);
  }

  /** As {@link JuteReader.buffer}, or null where the length is -1. */
  bufferOrNull(field?: string): Uint8Array | null {
    const length = this.#length(field);
    if (length < 0) return null;
    const at = this.#at;
    this.#at = at + length;
    return this.#bytes.subarray(at, this.#at);
  }

  /** A vector. Throws {@link JuteError} on a null. */
  vector<T>(element: Codec<T>, field?: string): T[] {
    return this.vectorOrNull(element, field) ?? this.#failNull('vector', field);
  }

  /** A vector, or null where the count is -1. A lower count reads as an empty vector, as in Java. */
  vectorOrNull<T>(element: Codec<T>, field?: string): T[] | null {
    const count = this.#count(field);
    if (count === -1) return null;
    const elements: T[] = [];
    for (let index = 0; index < count; index++) elements.push(element.read(this));
    return elements;
  }

  /** A map. A negative count reads as an empty one, as in Java. */
  map<K, V>(key: Codec<K>, value: Codec<V>, field?: string): Map<K, V> {
    const count = this.#count(field);
    const entries = new Map<K, V>();
    for (let index = 0; index < count; index++) entries.set(key.read(this), value.read(this));
    return entries;
  }

  /** Everything that is left, as a range of the reader's own bytes. */
  rest(): Uint8Array {
    const at = this.#at;
    this.#at = this.#end;
    return this.#bytes.subarray(at, this.#end);
  }

  #advance(length: number, field: string | undefined): number {
    const at = this.#at;
    if (at + length > this.#end) this.#failShort(length, field);
    this.#at = at + length;
    return at;
  }

  #length(field: string | undefined): number {
    const length = this.int(field);
    if (length >= 0 && length <= this.#end - this.#at && length <= this.#elementMaxBytes) return length;
    if (length === -1) return length;
    this.#at -= 4;
    if (length < 0) fail(`length ${String(length)} is negative`, this.offset, field);
    const limit = this.#elementMaxBytes;
    if (length > limit)
      fail(`length ${String(length)} exceeds the limit of ${String(limit)} bytes`, this.offset, field);
    return fail(`length ${String(length)} exceeds the ${String(this.remaining - 4)} bytes left`, this.offset, field);
  }

  /** An element takes at least one byte, so a count beyond what is left is refused before anything is allocated. */
  #count(field: string | undefined): number {
    const count = this.int(field);
    if (count <= this.#end - this.#at) return count;
    this.#at -= 4;
    return fail(
      `${String(count)} elements cannot fit in the ${String(this.remaining - 4)} bytes left`,
      this.offset,
      field,
    );
  }

  #failNull(kind: string, field: string | undefined): never {
    this.#at -= 4;
    return fail(`a null ${kind}`, this.offset, field);
  }

  #failShort(length: number, field: string | undefined): never {
    fail(`needs ${String(length)} bytes, but ${String(this.remaining)} are left`, this.offset, field);
  }
}

function fail(reason: string, offset: number, field: string | undefined): never {
  throw new JuteError(reason, offset, field);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
