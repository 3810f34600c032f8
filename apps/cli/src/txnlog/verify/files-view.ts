import { basename } from 'node:path';
import { nodeFileSystem, type FileStatus, type FileSystem, type OpenFile, type OpenMode } from '@zookit/txnlog';
import { ForgetfulFile, ShortenedFile } from './view-file.ts';

/** What a {@link FilesView} shows. */
export interface FilesViewOptions {
  /** Whether it shows files of that name. Default: all. */
  readonly shows?: ((name: string) => boolean) | undefined;
  /** How much of a file it shows, by path, where that is not all of it. */
  readonly lengths?: ReadonlyMap<string, number> | undefined;
}

/**
 * Shows some of this machine's files, and leaves all of them as they are: what is written, removed and renamed through it is
 * not. So a recovery can be tried.
 */
export class FilesView implements FileSystem {
  readonly #shows: (name: string) => boolean;
  readonly #lengths: ReadonlyMap<string, number>;

  constructor({ shows, lengths }: FilesViewOptions = {}) {
    this.#shows = shows ?? (() => true);
    this.#lengths = lengths ?? new Map<string, number>();
  }

  async open(path: string, mode: OpenMode): Promise<OpenFile> {
    if (mode !== 'read') return new ForgetfulFile(path);
    const file = await nodeFileSystem.open(path, 'read');
    const length = this.#lengths.get(path);
    return length === undefined ? file : new ShortenedFile(file, length);
  }

  async status(path: string): Promise<FileStatus | undefined> {
    return this.#shows(basename(path)) ? nodeFileSystem.status(path) : undefined;
  }

  async list(directory: string): Promise<string[]> {
    return (await nodeFileSystem.list(directory)).filter(this.#shows);
  }

  async makeDirectory(): Promise<void> {
    // Nothing is changed.
  }

  async rename(): Promise<void> {
    // Nothing is changed.
  }

  async link(): Promise<void> {
    // Nothing is changed.
  }

  async touch(): Promise<void> {
    // Nothing is changed.
  }

  async remove(): Promise<void> {
    // Nothing is changed.
  }

  async syncDirectory(): Promise<void> {
    // Nothing is changed.
  }
}
