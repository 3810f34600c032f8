import { dirname, join } from 'node:path';
import { DataDirectoryError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import type { LockOwner, ProcessMark } from './lock-owner.ts';
import { readSmallFile } from './read-small-file.ts';

/** The name of the lock file, beside logs and snapshots. Apache's server, which has no lock, ignores it. */
export const LOCK_NAME = 'zookit.lock';

/** Holds a directory for one process. */
export class DirectoryLock {
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #text: string;

  private constructor(files: FileSystem, path: string, text: string) {
    this.#files = files;
    this.#path = path;
    this.#text = text;
  }

  /**
   * Takes the lock of a directory. A lock whose process is gone is taken over. Throws {@link DataDirectoryError} when
   * another process holds it.
   */
  static async take(files: FileSystem, directory: string, owner: LockOwner): Promise<DirectoryLock> {
    const lock = new DirectoryLock(files, join(directory, LOCK_NAME), `${JSON.stringify(owner.self)}\n`);
    if (await lock.#create()) return lock;
    const holder = await lock.#read();
    if (holder !== undefined && owner.mayBeAlive(holder)) throw lock.#refusal(holder);
    await lock.#removeIfThere();
    if (!(await lock.#create())) throw lock.#refusal(await lock.#read());
    // Who else found the old lock may remove this one in the moment after: only the last one to do so goes on.
    await owner.waitForRivals();
    if ((await readSmallFile(files, lock.#path)) !== lock.#text) throw lock.#refusal(await lock.#read());
    return lock;
  }

  /** Gives the directory back. */
  async release(): Promise<void> {
    if ((await readSmallFile(this.#files, this.#path)) === this.#text) await this.#files.remove(this.#path);
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

  /** Undefined for a lock that its process had no time to fill, or that holds something else. */
  async #read(): Promise<ProcessMark | undefined> {
    const text = await readSmallFile(this.#files, this.#path);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as ProcessMark);
    } catch {
      return undefined;
    }
  }

  async #removeIfThere(): Promise<void> {
    if ((await this.#files.status(this.#path)) !== undefined) await this.#files.remove(this.#path);
  }

  #refusal(holder: ProcessMark | undefined): DataDirectoryError {
    const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
    return new DataDirectoryError(
      dirname(this.#path),
      `it is in use by ${who}. Two servers cannot share it. If that process is gone, remove ${this.#path}`,
    );
  }
}
