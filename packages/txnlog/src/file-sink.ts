import type { ByteSink } from './byte-sink.ts';
import type { OpenFile } from './file-system.ts';

/** After so many bytes the disk is waited for: one sync of everything at the end would hold up the log's own. */
const SYNC_BYTES = 0x80_0000;

/** Writes a file from its beginning, and has it on disk when it ends. */
export class FileSink implements ByteSink {
  readonly #file: OpenFile;
  #position = 0;
  #unsyncedBytes = 0;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  get sizeBytes(): number {
    return this.#position;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.write(bytes, this.#position);
    this.#position += bytes.length;
    this.#unsyncedBytes += bytes.length;
    if (this.#unsyncedBytes >= SYNC_BYTES) await this.end();
  }

  async end(): Promise<void> {
    await this.#file.datasync();
    this.#unsyncedBytes = 0;
  }
}
