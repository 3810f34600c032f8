import { join } from 'node:path';
import { DataDirectoryError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { LOCK_NAME, readLock } from './lock-file.ts';
import type { Liveness, LockOwner, ProcessMark } from './lock-owner.ts';
import { readSmallFile } from './read-small-file.ts';

/** How a lock is taken. */
export interface TakeLockOptions {
  /** Whether to take it also from a process of which cannot be told whether it runs. Default false. */
  readonly takeOver?: boolean | undefined;
}

/** Holds a directory for one process. */
export class DirectoryLock {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #text: string;
  readonly #putOutBeacon: () => Promise<void>;

  private constructor(files: FileSystem, directory: string, mark: ProcessMark, putOutBeacon: () => Promise<void>) {
    this.#files = files;
    this.#directory = directory;
    this.#text = `${JSON.stringify(mark)}\n`;
    this.#putOutBeacon = putOutBeacon;
  }

  /**
   * Takes the lock of a directory. A lock whose process is gone is taken over. Throws {@link DataDirectoryError} when
   * another process holds it, or may hold it.
   */
  static async take(
    files: FileSystem,
    directory: string,
    owner: LockOwner,
    options: TakeLockOptions = {},
  ): Promise<DirectoryLock> {
    const beacon = await owner.lightBeacon(directory);
    const mark = { ...owner.self, beacon: beacon?.name ?? '' };
    const lock = new DirectoryLock(files, directory, mark, async () => beacon?.putOut());
    try {
      await lock.#take(owner, options);
      return lock;
    } catch (error) {
      await beacon?.putOut();
      throw error;
    }
  }

  /** Gives the directory back. */
  async release(): Promise<void> {
    try {
      if ((await readSmallFile(this.#files, this.#path)) === this.#text) await this.#files.remove(this.#path);
    } finally {
      await this.#putOutBeacon();
    }
  }

  get #path(): string {
    return join(this.#directory, LOCK_NAME);
  }

  async #take(owner: LockOwner, { takeOver }: TakeLockOptions): Promise<void> {
    if (await this.#create()) return;
    const holder = await readLock(this.#files, this.#directory);
    const liveness = holder === undefined ? 'gone' : await owner.livenessOf(holder, this.#directory);
    if (liveness === 'alive' || (liveness === 'unknown' && takeOver !== true)) throw this.#refusal(holder, liveness);
    await this.#clear(holder);
    if (!(await this.#create())) throw await this.#lost();
    // Who else found the old lock may remove this one in the moment after: only the last one to do so goes on.
    await owner.waitForRivals();
    if ((await readSmallFile(this.#files, this.#path)) !== this.#text) throw await this.#lost();
  }

  async #create(): Promise<boolean> {
    try {
      const file = await this.#files.open(this.#path, 'create');
      try {
        file.writeNow(Buffer.from(this.#text), 0);
      } finally {
        await file.close();
      }
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Removes what a process left that is gone. */
  async #clear(holder: ProcessMark | undefined): Promise<void> {
    await this.#removeIfThere(this.#path);
    if (holder?.beacon !== undefined && holder.beacon !== '') {
      await this.#removeIfThere(join(this.#directory, holder.beacon));
    }
  }

  async #removeIfThere(path: string): Promise<void> {
    if ((await this.#files.status(path)) !== undefined) await this.#files.remove(path);
  }

  async #lost(): Promise<DataDirectoryError> {
    return this.#refusal(await readLock(this.#files, this.#directory), 'alive');
  }

  #refusal(holder: ProcessMark | undefined, liveness: Liveness): DataDirectoryError {
    const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
    const reason =
      liveness === 'alive'
        ? `it is in use by ${who}. Two servers cannot share it: stop that one, or use another directory`
        : `it was in use by ${who}, and whether that still runs cannot be told from here. If it is certain that it ` +
          `does not, start once with takeOverLock=true, or remove ${this.#path}`;
    return new DataDirectoryError(this.#directory, reason);
  }
}
