import { join } from 'node:path';
import { adler32 } from './adler32.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { readSmallFile } from './read-small-file.ts';

/** The name of the file, beside the logs. Apache's server ignores it. */
export const DURABLE_MARK_NAME = 'durableZxid';

const MARK = /^([0-9a-f]{16}) ([0-9a-f]{8})\n$/;
const INTERVAL_MS = 1000;

/**
 * Remembers how far the log was certainly on disk, so that a log which was cut short, or lost its last file, is told
 * from one that ended there. Written behind the log, at most once a second: it may lag, but never leads.
 */
export class DurableMark {
  readonly #file: OpenFile;
  readonly #now: () => number;
  #zxid: bigint;
  #writtenZxid: bigint;
  #writtenAt = -Infinity;

  private constructor(file: OpenFile, zxid: bigint, now: () => number) {
    this.#file = file;
    this.#zxid = zxid;
    this.#writtenZxid = zxid;
    this.#now = now;
  }

  /** Opens the mark beside the logs in `directory`, and makes it say `zxid`. */
  static async create(files: FileSystem, directory: string, zxid: bigint, now: () => number): Promise<DurableMark> {
    const path = join(directory, DURABLE_MARK_NAME);
    const exists = (await files.status(path)) !== undefined;
    const mark = new DurableMark(await files.open(path, exists ? 'update' : 'create'), zxid, now);
    mark.#write();
    await mark.#file.datasync();
    if (!exists) await files.syncDirectory(directory);
    return mark;
  }

  /** What the mark in `directory` says; undefined where there is none that can be read. */
  static async read(files: FileSystem, directory: string): Promise<bigint | undefined> {
    const text = await readSmallFile(files, join(directory, DURABLE_MARK_NAME));
    return text === undefined ? undefined : parseMark(text);
  }

  /** The log is on disk up to `zxid`. */
  advance(zxid: bigint): void {
    this.#zxid = zxid;
    if (this.#now() - this.#writtenAt >= INTERVAL_MS) this.#write();
  }

  /** Resolves when the mark itself is on disk. */
  async sync(): Promise<void> {
    if (this.#zxid !== this.#writtenZxid) this.#write();
    await this.#file.datasync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #write(): void {
    this.#file.writeNow(Buffer.from(markText(this.#zxid), 'latin1'), 0);
    this.#writtenZxid = this.#zxid;
    this.#writtenAt = this.#now();
  }
}

function markText(zxid: bigint): string {
  const text = BigInt.asUintN(64, zxid).toString(16).padStart(16, '0');
  return `${text} ${checksumOf(text)}\n`;
}

function parseMark(text: string): bigint | undefined {
  const [, zxid = '', checksum] = MARK.exec(text) ?? [];
  return checksum !== undefined && checksum === checksumOf(zxid) ? BigInt.asIntN(64, BigInt(`0x${zxid}`)) : undefined;
}

function checksumOf(text: string): string {
  return adler32(Buffer.from(text, 'latin1')).toString(16).padStart(8, '0');
}
