const PAGE_BYTES = 4096;
const SECTOR_BYTES = 512;

/** What was done to a file and not yet forced. */
export type UnsyncedChange =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'length'; readonly length: number };

/** The bytes of a file, as they are read. */
export class FileBytes {
  #bytes: Uint8Array;
  #length: number;

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    this.#bytes = Uint8Array.from(bytes);
    this.#length = bytes.length;
  }

  get length(): number {
    return this.#length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  apply(change: UnsyncedChange): void {
    if (change.kind === 'length') {
      this.#resize(change.length);
      return;
    }
    if (change.bytes.length === 0) return;
    this.#resize(Math.max(this.#length, change.position + change.bytes.length));
    this.#bytes.set(change.bytes, change.position);
  }

  #resize(length: number): void {
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      grown.set(this.bytes());
      this.#bytes = grown;
    }
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }
}

/** A file: what is read from it, and what of that is certainly on the disk. */
export class Inode {
  readonly current: FileBytes;
  readonly durable: FileBytes;
  touchedCount = 0;
  readonly #pages = new Set<number>();

  constructor(bytes?: Uint8Array) {
    this.current = new FileBytes(bytes);
    this.durable = new FileBytes(bytes);
    this.occupy(0, this.current.length);
  }

  get usedBytes(): number {
    return this.#pages.size * PAGE_BYTES;
  }

  /** How many bytes of the disk it takes to write a range: what was written before takes none. */
  newBytes(position: number, length: number): number {
    return pagesOf(position, length).filter((page) => !this.#pages.has(page)).length * PAGE_BYTES;
  }

  occupy(position: number, length: number): void {
    for (const page of pagesOf(position, length)) this.#pages.add(page);
  }
}

/** A write in the pieces that a disk keeps or loses as one. */
export function sectorsOf(position: number, bytes: Uint8Array): { position: number; bytes: Uint8Array }[] {
  const pieces: { position: number; bytes: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(at + SECTOR_BYTES - ((position + at) % SECTOR_BYTES), bytes.length);
    pieces.push({ position: position + at, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return pieces;
}

function pagesOf(position: number, length: number): number[] {
  const first = Math.floor(position / PAGE_BYTES);
  const count = length === 0 ? 0 : Math.floor((position + length - 1) / PAGE_BYTES) - first + 1;
  return Array.from({ length: count }, (_, index) => first + index);
}
