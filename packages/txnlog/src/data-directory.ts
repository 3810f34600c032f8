import { join } from 'node:path';
import { formatHex } from '@zookit/protocol';
import { atomicWrite } from './atomic-write.ts';
import { DirectoryLock, type TakeLockOptions } from './directory-lock.ts';
import { DurableMark } from './durable-mark.ts';
import { EpochFiles } from './epoch-files.ts';
import { DataDirectoryError, type LogWriteError } from './errors.ts';
import type { Compression } from './file-names.ts';
import type { FileSystem } from './file-system.ts';
import { thisProcess, type LockOwner } from './lock-owner.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { purge, type Purged } from './purge.ts';
import { readSmallFile } from './read-small-file.ts';
import { recover, type RecoverOptions, type Recovery, type RecoveryPlace } from './recovery.ts';
import type { RecoveryTarget } from './recovery-target.ts';
import { listSnapshots, looksComplete } from './snapshot-files.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { withAdvice } from './storage-advice.ts';
import { checkSplit } from './split-check.ts';
import { truncateLog } from './truncate-log.ts';
import { TxnLogReader } from './txn-log-reader.ts';
import { TxnLogWriter, type TxnLogWriterOptions } from './txn-log-writer.ts';

/** The directory in `dataDir` and `dataLogDir` where the files are, named after the version of their formats. */
export const VERSION_DIRECTORY = 'version-2';
const INITIALIZE_MARKER = 'initialize';

/** Where a server's data is. */
export interface DataDirectoryOptions {
  /** zoo.cfg: `dataDir`. */
  readonly dataDir: string;
  /** Where the logs are, if elsewhere. zoo.cfg: `dataLogDir`. */
  readonly dataLogDir?: string | undefined;
  /** Whether directories that are missing are made. Default true. System property `zookeeper.datadir.autocreate`. */
  readonly autoCreate?: boolean | undefined;
  /** Told what an operator may wonder about while the directory is taken. */
  readonly onNotice?: TakeLockOptions['onNotice'];
  /**
   * Told once when another process took the directory, or it could not be kept from others. An open log fails by then, with
   * the error that is told, and nothing else is written any more.
   */
  readonly onLost?: ((error: LogWriteError | DataDirectoryError) => void) | undefined;
  /** Default: those of this machine. */
  readonly files?: FileSystem | undefined;
  /** Default: this process. */
  readonly owner?: LockOwner | undefined;
  /** Milliseconds from an arbitrary start. Default: the machine's. */
  readonly now?: (() => number) | undefined;
}

/** How the log is to be written. */
export type OpenLogOptions = Pick<
  TxnLogWriterOptions,
  'preallocateBytes' | 'sizeLimitBytes' | 'forceSync' | 'onSlowSync' | 'syncWarningMs'
>;

/** The files of one server, held by one process. */
export class DataDirectory {
  readonly dataDir: string;
  readonly dataLogDir: string;
  /** `<dataDir>/version-2`: snapshots and epochs. */
  readonly snapshotDirectory: string;
  /** `<dataLogDir>/version-2`: transaction logs. */
  readonly logDirectory: string;
  readonly epochs: EpochFiles;
  readonly #files: FileSystem;
  readonly #now: () => number;
  #locks: readonly DirectoryLock[] = [];
  #mark: DurableMark | undefined;
  #log: TxnLogWriter | undefined;
  #lost: DataDirectoryError | undefined;
  #damagedSnapshots: readonly string[] = [];

  private constructor(options: DataDirectoryOptions) {
    this.#files = options.files ?? nodeFileSystem;
    this.#now = options.now ?? (() => performance.now());
    this.dataDir = options.dataDir;
    this.dataLogDir = options.dataLogDir ?? options.dataDir;
    this.snapshotDirectory = join(this.dataDir, VERSION_DIRECTORY);
    this.logDirectory = join(this.dataLogDir, VERSION_DIRECTORY);
    this.epochs = new EpochFiles(this.#files, this.snapshotDirectory);
  }

  /** Makes the directories where they are missing, and locks them. Throws {@link DataDirectoryError}, which says what to do. */
  static async open(options: DataDirectoryOptions): Promise<DataDirectory> {
    const directory = new DataDirectory(options);
    await withAdvice(directory.dataDir, () => directory.#prepare(options));
    return directory;
  }

  /** Whether logs are apart from snapshots. */
  get isSplit(): boolean {
    return this.snapshotDirectory !== this.logDirectory;
  }

  /** Reads what is there, see {@link recover}. */
  async recover<Target extends RecoveryTarget>(options: RecoverOptions<Target>): Promise<Recovery<Target>> {
    const recovery = await withAdvice(this.dataDir, () => recover(this.#place, options));
    this.#damagedSnapshots = recovery.damagedSnapshots;
    return recovery;
  }

  /** Opens the log to go on behind `lastZxid`, in a new file. */
  async openLog(lastZxid: bigint, options: OpenLogOptions): Promise<TxnLogWriter> {
    this.#checkHeld();
    await this.#mark?.close();
    this.#mark = await withAdvice(this.logDirectory, () =>
      DurableMark.create(this.#files, this.logDirectory, lastZxid, this.#now),
    );
    const { logDirectory: directory } = this;
    const place = { files: this.#files, directory, lastZxid, now: this.#now, mark: this.#mark };
    this.#checkHeld();
    this.#log = new TxnLogWriter({ ...options, ...place });
    return this.#log;
  }

  /** Reads the transactions behind `after`. */
  readLog(after: bigint | undefined): Promise<TxnLogReader> {
    return TxnLogReader.open({ files: this.#files, directory: this.logDirectory, after });
  }

  /** Begins a snapshot of a tree whose last transaction is `zxid`. */
  async createSnapshot(zxid: bigint, compression: Compression): Promise<SnapshotWriter> {
    this.#checkHeld();
    return SnapshotWriter.open({ files: this.#files, directory: this.snapshotDirectory, compression, zxid });
  }

  /**
   * Forgets everything behind `zxid`: snapshots and transactions. The log must be closed; recover afterwards. Throws
   * {@link DataDirectoryError}, and changes nothing, when no snapshot is left then or the logs end before.
   */
  async truncate(zxid: bigint): Promise<void> {
    this.#checkHeld();
    const snapshots = await listSnapshots(this.#files, this.snapshotDirectory);
    if (!snapshots.some((snapshot) => snapshot.zxid <= zxid)) {
      throw new DataDirectoryError(this.snapshotDirectory, `no snapshot is as old as ${formatHex(zxid)}`);
    }
    await this.#lowerMark(zxid);
    for (const { name } of snapshots.filter((snapshot) => snapshot.zxid > zxid)) {
      await this.#files.remove(join(this.snapshotDirectory, name));
    }
    await this.#files.syncDirectory(this.snapshotDirectory);
    await truncateLog(this.#files, this.logDirectory, zxid);
  }

  /** Removes old snapshots and logs, see {@link purge}. Snapshots that the recovery passed over do not count. */
  async purge(retainCount: number, signal?: AbortSignal): Promise<Purged> {
    this.#checkHeld();
    const { snapshotDirectory, logDirectory } = this;
    const damagedSnapshots = this.#damagedSnapshots;
    return purge({ files: this.#files, snapshotDirectory, logDirectory, retainCount, damagedSnapshots, signal });
  }

  /** The size of the newest complete snapshot, and when it was written. Undefined when there is none. */
  async newestSnapshot(): Promise<{ zxid: bigint; path: string; sizeBytes: number; modifiedMs: number } | undefined> {
    for (const snapshot of await listSnapshots(this.#files, this.snapshotDirectory)) {
      const path = join(this.snapshotDirectory, snapshot.name);
      const status = await this.#files.status(path);
      if (status === undefined || !(await looksComplete(this.#files, this.snapshotDirectory, snapshot))) continue;
      return { zxid: snapshot.zxid, path, sizeBytes: status.sizeBytes, modifiedMs: status.modifiedMs };
    }
    return undefined;
  }

  /** The number in `myid`; undefined when there is no such file. Throws {@link DataDirectoryError} when it holds something else. */
  async readMyId(): Promise<number | undefined> {
    const path = join(this.dataDir, 'myid');
    const text = await withAdvice(path, () => readSmallFile(this.#files, path));
    if (text === undefined) return undefined;
    const [line = ''] = text.split('\n');
    if (!/^\d{1,10}$/.test(line.trim())) throw new DataDirectoryError(path, `"${line}" is no server id`);
    return Number(line);
  }

  /** Whether an operator said that an empty database is meant: by a marker file, which is gone then. */
  async takeInitializeMarker(): Promise<boolean> {
    const paths = [...new Set([this.dataLogDir, this.dataDir])].map((directory) => join(directory, INITIALIZE_MARKER));
    let isFound = false;
    for (const path of paths) {
      if ((await this.#files.status(path)) === undefined) continue;
      await this.#files.remove(path);
      isFound = true;
    }
    return isFound;
  }

  /** The content of a small file of the server's own in `dataDir`; undefined when there is none. */
  readFile(name: string): Promise<string | undefined> {
    const path = join(this.dataDir, name);
    return withAdvice(path, () => readSmallFile(this.#files, path));
  }

  /** Writes a small file of the server's own in `dataDir`, see {@link atomicWrite}. */
  writeFile(name: string, content: Uint8Array | string): Promise<void> {
    const path = join(this.dataDir, name);
    return withAdvice(path, () => atomicWrite(this.#files, path, content));
  }

  /** Gives the directory back. The log must be closed. */
  async close(): Promise<void> {
    await this.#mark?.close();
    this.#mark = undefined;
    for (const lock of this.#locks) await lock.release();
    this.#locks = [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #place(): RecoveryPlace {
    const { snapshotDirectory, logDirectory } = this;
    return { files: this.#files, snapshotDirectory, logDirectory, now: this.#now };
  }

  async #lowerMark(zxid: bigint): Promise<void> {
    await this.#mark?.close();
    this.#mark = undefined;
    const mark = await DurableMark.create(this.#files, this.logDirectory, zxid, this.#now);
    await mark.close();
  }

  async #prepare({ autoCreate, owner = thisProcess, onNotice, onLost }: DataDirectoryOptions): Promise<void> {
    const lost = (error: DataDirectoryError): void => {
      this.#lose(error, onLost);
    };
    const directories = [...new Set([this.snapshotDirectory, this.logDirectory])];
    for (const directory of directories) await this.#makeDirectory(directory, autoCreate ?? true);
    for (const directory of directories) await this.#lock(directory, owner, { onNotice, onLost: lost });
    try {
      if (this.isSplit) await checkSplit(this.#files, this.snapshotDirectory, this.logDirectory);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #lose(error: DataDirectoryError, onLost: DataDirectoryOptions['onLost']): void {
    if (this.#lost !== undefined) return;
    this.#lost = error;
    onLost?.(this.#log?.fail(error) ?? error);
  }

  #checkHeld(): void {
    if (this.#lost !== undefined) throw this.#lost;
  }

  async #makeDirectory(directory: string, autoCreate: boolean): Promise<void> {
    const status = await this.#files.status(directory);
    if (status?.isDirectory === true) return;
    if (status !== undefined) throw new DataDirectoryError(directory, 'there is a file of that name: remove it');
    if (!autoCreate) throw new DataDirectoryError(directory, 'it is missing, and datadir.autocreate=false: make it');
    await this.#files.makeDirectory(directory);
  }

  async #lock(directory: string, owner: LockOwner, options: TakeLockOptions): Promise<void> {
    try {
      this.#locks = [...this.#locks, await DirectoryLock.take(this.#files, directory, owner, options)];
    } catch (error) {
      await this.close();
      throw error;
    }
  }
}
