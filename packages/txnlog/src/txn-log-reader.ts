import { join } from 'node:path';
import { formatHex, type TxnHeader } from '@zookit/protocol';
import { CorruptLogError } from './errors.ts';
import { parseLogName, type LogName } from './file-names.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { LogFileReader, type LogEnd } from './log-file-reader.ts';
import { follows } from './log-format.ts';
import type { LogRecord } from './log-record.ts';

/** What a {@link TxnLogReader} is told. */
export interface TxnLogReaderOptions {
  readonly files: FileSystem;
  /** Where the logs are: `<dataLogDir>/version-2`. */
  readonly directory: string;
  /**
   * The last transaction that is known already: reading begins behind it, and what comes first must follow it. Undefined
   * to read everything that is there, wherever it begins.
   */
  readonly after?: bigint | undefined;
}

/**
 * Reads the transactions of all logs in their order: {@link TxnLogReader.load} brings some, {@link TxnLogReader.next} takes
 * one after the other. What is read is complete from where it begins to the end: damage, or a gap, is a
 * {@link CorruptLogError}, never an end.
 *
 * Only the write that a crash cut short is passed over: at the end of the last log; or at the end of another when the log
 * after it goes on where that one ends, since the cut write then was never confirmed. Apache's server leaves it there.
 */
export class TxnLogReader {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #after: bigint | undefined;
  readonly #names: readonly LogName[];
  readonly #sizes: readonly number[];
  #index = -1;
  #openFile: OpenFile | undefined;
  #reader: LogFileReader | undefined;
  #lastZxid: bigint | undefined;
  #connected: bigint | undefined;

  private constructor(options: TxnLogReaderOptions, names: readonly LogName[], sizes: readonly number[]) {
    this.#files = options.files;
    this.#directory = options.directory;
    this.#after = options.after;
    this.#connected = options.after;
    this.#names = names;
    this.#sizes = sizes;
  }

  static async open(options: TxnLogReaderOptions): Promise<TxnLogReader> {
    const { files, directory, after } = options;
    const all = await listLogs(files, directory);
    const names = after === undefined ? all : logsFrom(all, after + 1n);
    const statuses = await Promise.all(names.map(({ name }) => files.status(join(directory, name))));
    return new TxnLogReader(
      options,
      names,
      statuses.map((status) => status?.sizeBytes ?? 0),
    );
  }

  /** The header of the record. Not there before {@link TxnLogReader.next} has said true. */
  get header(): TxnHeader {
    return this.#reader!.header;
  }

  /** The payload of the record, valid until {@link TxnLogReader.load} is called. */
  get payload(): Uint8Array {
    return this.#reader!.payload;
  }

  /** The log that the record is in. */
  get file(): string {
    return this.#reader!.path;
  }

  /** Where the record begins in its log, in bytes. */
  get offset(): number {
    return this.#reader!.offset;
  }

  /** The last transaction that was passed, also one that was known before. Undefined when there was none. */
  get lastZxid(): bigint | undefined {
    return this.#lastZxid;
  }

  /** What follows the last record of the last log, once {@link TxnLogReader.load} has said false. */
  get end(): LogEnd | undefined {
    return this.#reader?.end;
  }

  /** Whether the last log holds no transaction. */
  get isLastEmpty(): boolean {
    return this.#reader !== undefined && !this.#reader.hasRecords;
  }

  /** The logs that are read, the oldest first. */
  get paths(): readonly string[] {
    return this.#names.map(({ name }) => join(this.#directory, name));
  }

  /** The size of all logs that are read. */
  get totalBytes(): number {
    return sum(this.#sizes);
  }

  /** How much of {@link TxnLogReader.totalBytes} has been read. */
  get doneBytes(): number {
    return sum(this.#sizes.slice(0, Math.max(this.#index, 0))) + (this.#reader?.offset ?? 0);
  }

  /** Brings more records. False at the end of the last log. Throws {@link CorruptLogError}. */
  async load(): Promise<boolean> {
    while (this.#reader === undefined || !(await this.#reader.load())) {
      if (!(await this.#openNext())) return false;
    }
    return true;
  }

  /** Takes the next record; false when there is none in what was loaded. Throws {@link CorruptLogError} at a gap. */
  next(): boolean {
    const reader = this.#reader!;
    while (reader.next()) {
      const { zxid } = reader.header;
      this.#lastZxid = zxid;
      if (this.#after !== undefined && zxid <= this.#after) continue;
      this.#connect(zxid);
      return true;
    }
    return false;
  }

  /** One record after the other, each with a payload of its own. Closes the reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LogRecord, void, undefined> {
    try {
      while (await this.load()) {
        while (this.next()) {
          yield { header: this.header, payload: Uint8Array.from(this.payload), file: this.file, offset: this.offset };
        }
      }
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    await this.#openFile?.close();
    this.#openFile = undefined;
  }

  #connect(zxid: bigint): void {
    const previous = this.#connected;
    if (previous !== undefined && !follows(previous, zxid)) {
      throw this.#corrupt(this.offset, `transaction ${formatHex(zxid)} does not follow ${formatHex(previous)}`);
    }
    this.#connected = zxid;
  }

  async #openNext(): Promise<boolean> {
    const next = this.#names[this.#index + 1];
    if (next === undefined) return false;
    this.#checkEnd(next.zxid);
    await this.close();
    this.#index++;
    this.#openFile = await this.#files.open(join(this.#directory, next.name), 'read');
    const isLast = this.#index === this.#names.length - 1;
    this.#reader = new LogFileReader(this.#openFile, next.zxid, isLast);
    return true;
  }

  /** A log that another one follows may end in a write that was cut short only where nothing is missing between them. */
  #checkEnd(nextZxid: bigint): void {
    const end = this.#reader?.end;
    if (end === undefined || end.kind === 'clean') return;
    const last = this.#lastZxid;
    if (end.kind === 'headless') throw this.#corrupt(0, 'it has no header, and is not the last log');
    if (last === undefined || !follows(last, nextZxid)) {
      throw this.#corrupt(end.offset, `a record that fails its checks, and log ${formatHex(nextZxid)} after it`);
    }
  }

  #corrupt(offset: number, reason: string): CorruptLogError {
    return new CorruptLogError(this.file, offset, reason);
  }
}

/** The logs in a directory, oldest first. */
export async function listLogs(files: FileSystem, directory: string): Promise<LogName[]> {
  const names = (await files.list(directory)).map(parseLogName).filter((name) => name !== undefined);
  return names.sort((left, right) => (left.zxid < right.zxid ? -1 : 1));
}

/** The logs that can hold `zxid` and what comes after it. */
export function logsFrom(names: readonly LogName[], zxid: bigint): readonly LogName[] {
  const first = names.findLastIndex((name) => name.zxid <= zxid);
  return first < 0 ? names : names.slice(first);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
