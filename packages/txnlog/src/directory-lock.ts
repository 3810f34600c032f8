import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DataDirectoryError, reasonOf } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { Heartbeat } from './heartbeat.ts';
import { LOCK_NAME, lookAtLock, type LockSight } from './lock-file.ts';
import type { LockOwner, ProcessMark } from './lock-owner.ts';
import { createLock, removeLeftovers, removeLock } from './lock-steps.ts';
import { BEATS_MISSED_MAX, isInUse } from './lock-watch.ts';

/** Who wants to know what becomes of a lock. */
export interface TakeLockOptions {
  /** Told what an operator may wonder about. */
  readonly onNotice?: ((message: string, fields: Readonly<Record<string, unknown>>) => void) | undefined;
  /** Told once when the directory is lost while it is held: nothing may be written to it any more. */
  readonly onLost?: ((error: DataDirectoryError) => void) | undefined;
}

/** Holds a directory for one process, which shows by a beat that it lives. */
export class DirectoryLock {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #owner: LockOwner;
  readonly #options: TakeLockOptions;
  /** No other lock says the same. */
  readonly #text: string;
  #heartbeat: Heartbeat | undefined;
  #missedBeats = 0;
  #isTidy = false;
  #isLost = false;

  private constructor(files: FileSystem, directory: string, owner: LockOwner, options: TakeLockOptions) {
    this.#files = files;
    this.#directory = directory;
    this.#owner = owner;
    this.#options = options;
    this.#text = `${JSON.stringify({ ...owner.self, token: randomBytes(8).toString('hex') })}\n`;
  }

  /**
   * Takes the lock of a directory. One whose process is gone is taken over. Throws {@link DataDirectoryError} when another
   * process holds it. Takes some seconds where the system cannot say whether that process runs.
   */
  static async take(
    files: FileSystem,
    directory: string,
    owner: LockOwner,
    options: TakeLockOptions = {},
  ): Promise<DirectoryLock> {
    const lock = new DirectoryLock(files, directory, owner, options);
    await lock.#take();
    lock.#heartbeat = new Heartbeat(owner, () => lock.#beat());
    return lock;
  }

  /** Gives the directory back. */
  async release(): Promise<void> {
    this.#heartbeat?.stop();
    await this.#heartbeat?.idle();
    const seen = await this.#look();
    if (seen?.text === this.#text) await this.#remove(this.#path, seen);
  }

  get #path(): string {
    return join(this.#directory, LOCK_NAME);
  }

  /** Held for the moment in which an old lock is replaced. */
  get #claimPath(): string {
    return `${this.#path}.claim`;
  }

  #look(): Promise<LockSight | undefined> {
    return lookAtLock(this.#files, this.#path);
  }

  async #take(): Promise<void> {
    if (await this.#create(this.#path)) return;
    const seen = await this.#look();
    if (seen !== undefined) await this.#takeOver(seen);
    else if (!(await this.#create(this.#path))) throw await this.#lostRace();
  }

  async #takeOver(seen: LockSight): Promise<void> {
    if (await this.#isInUse(this.#path, seen)) throw this.#refusal(seen.holder);
    await this.#claim();
    try {
      // Whoever had the claim before may have taken over by now.
      if ((await this.#look())?.text === seen.text) await this.#remove(this.#path, seen);
      if (!(await this.#create(this.#path))) throw await this.#lostRace();
    } finally {
      await removeLock(this.#files, this.#claimPath, this.#text);
    }
    this.#notify('the directory was taken over: the process that held it is gone', seen);
  }

  /** Of all that found the same old lock, one at a time may remove it: else the second would remove the lock of the first. */
  async #claim(): Promise<void> {
    if (await this.#create(this.#claimPath)) return;
    const rival = await lookAtLock(this.#files, this.#claimPath);
    if (rival !== undefined) {
      if (await this.#isInUse(this.#claimPath, rival)) throw this.#refusal(rival.holder);
      await this.#remove(this.#claimPath, rival);
    }
    if (!(await this.#create(this.#claimPath))) throw await this.#lostRace();
  }

  #isInUse(path: string, seen: LockSight): Promise<boolean> {
    const onWatch = (): void => {
      this.#notify(
        'the directory has a lock: it takes some seconds to see whether the process that holds it lives',
        seen,
      );
    };
    return isInUse({ files: this.#files, path, seen, owner: this.#owner, onWatch });
  }

  #create(path: string): Promise<boolean> {
    return createLock(this.#files, path, this.#text);
  }

  #remove(path: string, { text }: LockSight): Promise<boolean> {
    return removeLock(this.#files, path, text);
  }

  /** Shows that this process lives, before it looks whether the lock is still its own: that can fail for want of files. */
  async #beat(): Promise<void> {
    try {
      await this.#files.touch(this.#path);
      this.#missedBeats = 0;
    } catch (error) {
      if (++this.#missedBeats === BEATS_MISSED_MAX) this.#lose(`its lock could not be kept: ${reasonOf(error)}`);
    }
    const seen = await this.#look().catch(() => undefined);
    if (seen === undefined) return;
    if (seen.text !== this.#text) this.#lose(`it was taken over by ${nameOf(seen.holder)}`);
    else await this.#tidy();
  }

  #lose(reason: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#heartbeat?.stop();
    this.#options.onLost?.(new DataDirectoryError(this.#directory, `${reason}. Nothing more may be written to it`));
  }

  /** Once, a beat after the lock was taken: what others had there then is no longer of use to them. */
  async #tidy(): Promise<void> {
    if (this.#isTidy) return;
    this.#isTidy = true;
    await removeLeftovers(this.#files, this.#directory).catch(() => undefined);
  }

  #notify(message: string, { holder }: LockSight): void {
    this.#options.onNotice?.(message, { directory: this.#directory, holder: nameOf(holder) });
  }

  async #lostRace(): Promise<DataDirectoryError> {
    return this.#refusal((await this.#look())?.holder);
  }

  #refusal(holder: ProcessMark | undefined): DataDirectoryError {
    const reason = `it is in use by ${nameOf(holder)}. Two servers cannot share it: stop that one, or use another directory`;
    return new DataDirectoryError(this.#directory, reason);
  }
}

function nameOf(holder: ProcessMark | undefined): string {
  return holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
}
