import { join } from 'node:path';
import { JuteWriter } from '@zookit/jute';
import { ADLER_START, adler32 } from './adler32.ts';
import type { ByteSink } from './byte-sink.ts';
import { snapshotName, type Compression } from './file-names.ts';
import { FileSink } from './file-sink.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { GzipSink } from './gzip.ts';
import { SnappySink } from './snappy.ts';
import { snapshotHeaderBytes, terminator, type SnapshotDigest } from './snapshot-format.ts';
import { withAdvice } from './storage-advice.ts';

/** What a {@link SnapshotWriter} is told. */
export interface SnapshotWriterOptions {
  readonly files: FileSystem;
  /** Where the snapshots are: `<dataDir>/version-2`. */
  readonly directory: string;
  readonly compression: Compression;
  /** The last transaction that is in the tree before the first byte of it is written. */
  readonly zxid: bigint;
}

/** What a snapshot ends with, as it is when the last znode has been written. */
export interface SnapshotEnd {
  /** Undefined when digests are off: the section is written all the same, since Apache's server expects it. */
  readonly digest: SnapshotDigest | undefined;
  /** The last transaction that may show in the znodes. */
  readonly lastZxid: bigint;
}

/** A snapshot that is on disk. */
export interface WrittenSnapshot {
  readonly path: string;
  readonly zxid: bigint;
  readonly sizeBytes: number;
}

/**
 * Writes a snapshot: what it is told of sessions, ACLs and znodes, and around it the header, the seals and the sections at
 * the end. It has another name until all of it is on disk.
 */
export class SnapshotWriter {
  readonly #options: SnapshotWriterOptions;
  readonly #file: OpenFile;
  readonly #output: FileSink;
  readonly #sink: ByteSink;
  #checksum = ADLER_START;

  private constructor(options: SnapshotWriterOptions, file: OpenFile) {
    this.#options = options;
    this.#file = file;
    this.#output = new FileSink(file);
    this.#sink = compressed(this.#output, options.compression);
  }

  static async open(options: SnapshotWriterOptions): Promise<SnapshotWriter> {
    const path = `${join(options.directory, snapshotName(options.zxid, options.compression))}.tmp`;
    const file = await withAdvice(path, () => options.files.open(path, 'replace'));
    const writer = new SnapshotWriter(options, file);
    try {
      await writer.write(snapshotHeaderBytes);
    } catch (error) {
      await writer.abort();
      throw error;
    }
    return writer;
  }

  /** The file until it has its name. */
  get path(): string {
    return this.#file.path;
  }

  /** Writes the next bytes of the sessions, ACLs and znodes. Resolves when `bytes` may be changed. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#checksum = adler32(bytes, 0, bytes.length, this.#checksum);
    await withAdvice(this.path, () => this.#sink.write(bytes));
  }

  /** The znodes are complete: ends the snapshot and gives it its name. */
  finish(end: SnapshotEnd): Promise<WrittenSnapshot> {
    return withAdvice(this.path, () => this.#finish(end));
  }

  /** Gives up: nothing is left of it. */
  async abort(): Promise<void> {
    const { files } = this.#options;
    await this.#file.close();
    if ((await files.status(this.#file.path)) !== undefined) await files.remove(this.#file.path);
  }

  async #finish({ digest, lastZxid }: SnapshotEnd): Promise<WrittenSnapshot> {
    await this.write(terminator);
    await this.#seal();
    await this.#section((writer) => {
      writer.long(digest?.zxid ?? 0n);
      writer.int(digest?.version ?? 2);
      writer.long(digest?.digest ?? 0n);
    });
    await this.#section((writer) => {
      writer.long(lastZxid);
    });
    await this.#sink.end();
    await this.#file.close();
    const { files, directory, compression, zxid } = this.#options;
    const path = join(directory, snapshotName(zxid, compression));
    await files.rename(this.#file.path, path);
    await files.syncDirectory(directory);
    return { path, zxid, sizeBytes: this.#output.sizeBytes };
  }

  async #section(write: (writer: JuteWriter) => void): Promise<void> {
    const writer = new JuteWriter();
    write(writer);
    await this.write(writer.bytes());
    await this.#seal();
  }

  async #seal(): Promise<void> {
    const writer = new JuteWriter();
    writer.int(0);
    writer.int(this.#checksum | 0);
    writer.raw(terminator);
    await this.write(writer.bytes());
  }
}

function compressed(output: FileSink, compression: Compression): ByteSink {
  if (compression === 'none') return output;
  return compression === 'gz' ? new GzipSink(output) : new SnappySink(output);
}
