import { join } from 'node:path';
import { epochOf } from '@zookit/protocol';
import { atomicWrite } from './atomic-write.ts';
import { DataDirectoryError } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { readSmallFile } from './read-small-file.ts';

const EPOCH_TEXT = /^\s*(\d{1,10})\s*$/;
const EPOCH_MAX = 0x7fff_ffff;

/** The two epochs that a server remembers across restarts. */
export interface Epochs {
  /** The last epoch whose leader it has promised to follow. */
  readonly acceptedEpoch: number;
  /** The last epoch whose leader it has followed. */
  readonly currentEpoch: number;
}

/** Keeps the epochs of a member of an ensemble, in Apache's files. A standalone server has none. */
export class EpochFiles {
  readonly #files: FileSystem;
  readonly #directory: string;

  /** @param directory - Where the snapshots are: `<dataDir>/version-2`. */
  constructor(files: FileSystem, directory: string) {
    this.#files = files;
    this.#directory = directory;
  }

  /**
   * The epochs, of a server whose last transaction is `lastZxid`. Where both are missing (it was standalone) they are the
   * epoch of that transaction. Throws {@link DataDirectoryError} when they cannot be those of this server.
   *
   * A crash between a snapshot and the current epoch leaves that epoch in its temporary file: then it counts.
   */
  async load(lastZxid: bigint): Promise<Epochs> {
    const lastEpoch = Math.max(epochOf(lastZxid), 0);
    const accepted = await this.#read('acceptedEpoch');
    const current = await this.#read('currentEpoch');
    if (accepted === undefined && current === undefined) return this.#begin(lastEpoch);
    if (accepted === undefined) throw this.#refusal('acceptedEpoch', 'it is missing, and currentEpoch is there');
    if (current === undefined) throw this.#refusal('currentEpoch', 'it is missing, and acceptedEpoch is there');
    const currentEpoch = current < lastEpoch ? await this.#finish(lastEpoch, current) : current;
    if (accepted < currentEpoch) {
      throw this.#refusal('acceptedEpoch', `it says ${accepted}, less than ${currentEpoch} in currentEpoch`);
    }
    return { acceptedEpoch: accepted, currentEpoch };
  }

  /** Resolves when the epoch is on disk. */
  async setAcceptedEpoch(epoch: number): Promise<void> {
    await this.#write('acceptedEpoch', epoch);
  }

  /** Resolves when the epoch is on disk. */
  async setCurrentEpoch(epoch: number): Promise<void> {
    await this.#write('currentEpoch', epoch);
  }

  async #begin(epoch: number): Promise<Epochs> {
    await this.#write('acceptedEpoch', epoch);
    await this.#write('currentEpoch', epoch);
    return { acceptedEpoch: epoch, currentEpoch: epoch };
  }

  async #finish(lastEpoch: number, current: number): Promise<number> {
    const pending = await this.#read('currentEpoch.tmp').catch(() => undefined);
    if (pending === undefined || pending < lastEpoch) {
      throw this.#refusal('currentEpoch', `it says ${current}, but the last transaction is of epoch ${lastEpoch}`);
    }
    await this.#write('currentEpoch', pending);
    return pending;
  }

  async #read(name: string): Promise<number | undefined> {
    const text = await readSmallFile(this.#files, join(this.#directory, name));
    if (text === undefined) return undefined;
    const epoch = Number(EPOCH_TEXT.exec(text)?.[1] ?? NaN);
    if (!(epoch <= EPOCH_MAX)) throw this.#refusal(name, 'it holds no epoch');
    return epoch;
  }

  async #write(name: string, epoch: number): Promise<void> {
    await atomicWrite(this.#files, join(this.#directory, name), `${epoch}`);
  }

  #refusal(name: string, reason: string): DataDirectoryError {
    return new DataDirectoryError(
      join(this.#directory, name),
      `${reason}. A server that forgets its epoch may lose what was acknowledged: restore the file, or let the server ` +
        'join the ensemble with an empty directory',
    );
  }
}
