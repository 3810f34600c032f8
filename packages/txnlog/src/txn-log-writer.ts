import { join } from 'node:path';
import { assert } from './assert.ts';
import type { DurableMark } from './durable-mark.ts';
import { LogWriteError } from './errors.ts';
import { logName } from './file-names.ts';
import type { FileSystem, OpenFile } from './file-system.ts';
import { LogBatch, type BatchPiece } from './log-batch.ts';
import {
  FILL_BYTES,
  follows,
  LOG_HEADER_BYTES,
  logHeaderBytes,
  paddedSize,
  PAYLOAD_MAX_BYTES,
  PAYLOAD_MIN_BYTES,
} from './log-format.ts';
import { forceFiles } from './update-file.ts';

const zeros = Buffer.alloc(FILL_BYTES);

/** What a {@link TxnLogWriter} is told. */
export interface TxnLogWriterOptions {
  /** Where the logs are: `<dataLogDir>/version-2`. */
  readonly directory: string;
  readonly files: FileSystem;
  /** What the first transaction follows: the last one of the logs and the snapshot. Undefined when that isn't checked. */
  readonly lastZxid?: bigint | undefined;
  /** In which steps a file grows ahead of its content. zoo.cfg: `preAllocSize`. */
  readonly preallocateBytes: number;
  /** A file that is longer, with what was preallocated, is the last that is written to. zoo.cfg: `txnLogSizeLimitInKb`. */
  readonly sizeLimitBytes?: number | undefined;
  /** Whether {@link TxnLogWriter.sync} waits for the disk. zoo.cfg: `forceSync`. */
  readonly forceSync: boolean;
  /** Told of each sync that took longer than `syncWarningMs`. zoo.cfg: `fsync.warningthresholdms`. */
  readonly onSlowSync?: ((durationMs: number, sizeBytes: number) => void) | undefined;
  readonly syncWarningMs?: number | undefined;
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
  readonly mark?: DurableMark | undefined;
}

/**
 * Writes transactions to the log, many with one write and one sync. The first one goes to a new file, which bears its
 * zxid; a file that exists is never written to.
 *
 * The file is as long as Apache's would be, and ahead of the last record {@link FILL_BYTES} at a time are zeros that are
 * written, not a hole: a sync that allocates nothing takes half the time.
 */
export class TxnLogWriter {
  readonly #options: TxnLogWriterOptions;
  #lastZxid: bigint | undefined;
  #batch = new LogBatch();
  #spare = new LogBatch();
  #file: OpenFile | undefined;
  #position = 0;
  #sizeBytes = 0;
  #filledBytes = 0;
  #rollsNext = true;
  #failure: LogWriteError | undefined;
  #running: Promise<void> | undefined;
  #next: NextSync | undefined;
  /** Where something was written that nobody waited for. */
  #unforced = new Set<string>();
  #bytesSinceRoll = 0;
  #recordsSinceRoll = 0;

  constructor(options: TxnLogWriterOptions) {
    this.#options = options;
    this.#lastZxid = options.lastZxid;
  }

  /** How many bytes of records were appended since {@link TxnLogWriter.roll}, for the decision to take a snapshot. */
  get bytesSinceRoll(): number {
    return this.#bytesSinceRoll;
  }

  /** How many records were appended since {@link TxnLogWriter.roll}. */
  get recordsSinceRoll(): number {
    return this.#recordsSinceRoll;
  }

  /** The file that the last sync wrote to. */
  get path(): string | undefined {
    return this.#file?.path;
  }

  /**
   * Takes a transaction to be written by the next {@link TxnLogWriter.sync}. `payload` (header, transaction, digest) is
   * copied. Does no I/O. Throws the {@link LogWriteError} of an earlier failure. A log has no gaps: see {@link follows}.
   */
  append(zxid: bigint, payload: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure;
    const last = this.#lastZxid;
    assert(last === undefined || follows(last, zxid), `transaction ${zxid} cannot follow ${last} in the log`);
    assert(payload.length >= PAYLOAD_MIN_BYTES, `a transaction of ${payload.length} bytes`);
    assert(payload.length <= PAYLOAD_MAX_BYTES, `a transaction of ${payload.length} bytes`);
    this.#lastZxid = zxid;
    this.#batch.add(zxid, payload, this.#rollsNext);
    this.#rollsNext = false;
    this.#bytesSinceRoll += payload.length;
    this.#recordsSinceRoll++;
  }

  /** The next append begins a new file. */
  roll(): void {
    this.#rollsNext = true;
    this.#bytesSinceRoll = 0;
    this.#recordsSinceRoll = 0;
  }

  /** The next append begins a new file and follows `zxid`: a snapshot of another server took the place of what was before. */
  continueFrom(zxid: bigint): void {
    this.#lastZxid = zxid;
    this.roll();
  }

  /**
   * Resolves when everything appended so far is on disk. What is appended meanwhile goes to the next batch. May be
   * called while another sync runs: those calls share the one that comes after it. Once it fails it fails for good, with
   * a {@link LogWriteError}: after an error nobody knows what the disk holds, so there is no second try.
   */
  sync(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#running === undefined) return this.#run();
    this.#next ??= new NextSync();
    return this.#next.done;
  }

  /**
   * Resolves when everything that a sync has written is on disk, also where {@link TxnLogWriter.sync} doesn't wait for
   * that: a snapshot that shows transactions must not outlive them. Fails for good, as {@link TxnLogWriter.sync} does.
   */
  async force(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const paths = this.#unforced;
    if (paths.size === 0) return;
    this.#unforced = new Set();
    try {
      // Under other handles: the file may have been closed since, or be closed meanwhile.
      await forceFiles(this.#options.files, this.#options.directory, paths);
    } catch (error) {
      throw this.fail(error);
    }
  }

  /** Nothing is written any more: what is asked for from now on fails as it does after an error of the disk. */
  fail(cause: unknown): LogWriteError {
    this.#failure ??= this.#failed(cause);
    return this.#failure;
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    try {
      await this.sync();
      await this.#options.mark?.sync();
    } finally {
      this.fail('it is closed');
      await this.#file?.close();
      this.#file = undefined;
    }
  }

  #run(): Promise<void> {
    const batch = this.#batch;
    this.#batch = this.#spare;
    this.#spare = batch;
    const running = this.#commit(batch).finally(() => {
      this.#running = undefined;
      this.#runNext();
    });
    this.#running = running;
    return running;
  }

  /** Before anybody hears of the end of a sync, the one that others wait for has begun: who asks then gets a later one. */
  #runNext(): void {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) return;
    if (this.#failure === undefined) this.#run().then(next.resolve, next.reject);
    else next.reject(this.#failure);
  }

  async #commit(batch: LogBatch): Promise<void> {
    try {
      for (const piece of batch.pieces) await this.#writePiece(batch, piece);
      if (this.#failure !== undefined) throw this.#failure;
    } catch (error) {
      throw this.fail(error);
    }
    batch.clear();
  }

  async #writePiece(batch: LogBatch, piece: BatchPiece): Promise<void> {
    const bytes = batch.bytesOf(piece);
    const isNewFile = piece.opensFile || this.#file === undefined || this.#isFull();
    const file = isNewFile ? await this.#open(piece.firstZxid) : this.#file!;
    const paddedBytes = paddedSize(this.#position, this.#sizeBytes, this.#options.preallocateBytes);
    if (paddedBytes !== this.#sizeBytes) await file.truncate((this.#sizeBytes = paddedBytes));
    file.writeNow(bytes, this.#position);
    this.#fillAhead(file, this.#position + bytes.length);
    if (!this.#options.forceSync) this.#unforced.add(file.path);
    await this.#force(file, bytes.length);
    this.#position += bytes.length;
    if (this.#options.forceSync) await this.#noteDurable(piece.lastZxid, isNewFile);
  }

  #failed(cause: unknown): LogWriteError {
    return new LogWriteError(this.#file?.path ?? this.#options.directory, this.#position, cause);
  }

  async #noteDurable(zxid: bigint, isNewFile: boolean): Promise<void> {
    const { files, directory, mark } = this.#options;
    if (isNewFile) await files.syncDirectory(directory);
    mark?.advance(zxid);
    if (isNewFile) await mark?.sync();
  }

  #isFull(): boolean {
    const { sizeLimitBytes } = this.#options;
    return sizeLimitBytes !== undefined && Math.max(this.#sizeBytes, this.#position) > sizeLimitBytes;
  }

  async #open(zxid: bigint): Promise<OpenFile> {
    const { files, directory } = this.#options;
    const previous = this.#file;
    const file = await files.open(join(directory, logName(zxid)), 'create');
    this.#file = file;
    file.writeNow(logHeaderBytes, 0);
    this.#position = LOG_HEADER_BYTES;
    this.#sizeBytes = LOG_HEADER_BYTES;
    this.#filledBytes = LOG_HEADER_BYTES;
    await previous?.close();
    return file;
  }

  /** Has zeros written behind `end`, a step further than the file's content, but not beyond the file's own end. */
  #fillAhead(file: OpenFile, end: number): void {
    if (end <= this.#filledBytes) return;
    const fillEnd = Math.min(end + FILL_BYTES, this.#sizeBytes);
    if (fillEnd > end) file.writeNow(zeros.subarray(0, fillEnd - end), end);
    this.#filledBytes = Math.max(fillEnd, end);
  }

  async #force(file: OpenFile, sizeBytes: number): Promise<void> {
    const { forceSync, now, onSlowSync, syncWarningMs } = this.#options;
    if (!forceSync) return;
    const start = now();
    await file.datasync();
    const durationMs = now() - start;
    if (syncWarningMs !== undefined && durationMs > syncWarningMs) onSlowSync?.(durationMs, sizeBytes);
  }
}

/** The sync that comes after the one that runs. */
class NextSync {
  readonly done: Promise<void>;
  resolve!: () => void;
  reject!: (error: unknown) => void;

  constructor() {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
