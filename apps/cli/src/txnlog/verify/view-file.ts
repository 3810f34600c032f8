import type { OpenFile } from '@zookit/txnlog';

/** A file of which only the beginning is there. It can only be read. */
export class ShortenedFile implements OpenFile {
  readonly path: string;
  readonly #file: OpenFile;
  readonly #length: number;

  constructor(file: OpenFile, length: number) {
    this.path = file.path;
    this.#file = file;
    this.#length = length;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    const count = Math.min(into.length, Math.max(this.#length - position, 0));
    return this.#file.read(into.subarray(0, count), position);
  }

  write(): Promise<void> {
    throw new TypeError(`${this.path} is only to be read`);
  }

  writeNow(): void {
    throw new TypeError(`${this.path} is only to be read`);
  }

  truncate(): Promise<void> {
    throw new TypeError(`${this.path} is only to be read`);
  }

  datasync(): Promise<void> {
    throw new TypeError(`${this.path} is only to be read`);
  }

  async sizeBytes(): Promise<number> {
    return Math.min(this.#length, await this.#file.sizeBytes());
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Takes what is written, and forgets it. */
export class ForgetfulFile implements OpenFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  read(): Promise<number> {
    return Promise.resolve(0);
  }

  async write(): Promise<void> {
    // Forgotten.
  }

  writeNow(): void {
    // Forgotten.
  }

  async truncate(): Promise<void> {
    // Forgotten.
  }

  async datasync(): Promise<void> {
    // Forgotten.
  }

  sizeBytes(): Promise<number> {
    return Promise.resolve(0);
  }

  async close(): Promise<void> {
    // There is nothing to close.
  }
}
