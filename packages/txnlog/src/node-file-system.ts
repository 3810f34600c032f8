import { fdatasync, ftruncate, writeSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, stat, unlink, utimes, type FileHandle } from 'node:fs/promises';
import type { FileStatus, FileSystem, OpenFile, OpenMode } from './file-system.ts';

const flags: Readonly<Record<OpenMode, string>> = { read: 'r', update: 'r+', create: 'wx+', replace: 'w+' };

/** Data is its owner's: others may neither read nor write what this server makes. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** What a system says that cannot sync a directory, because it needn't. */
const CANNOT_SYNC_DIRECTORY: readonly unknown[] = ['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'];

/** The files of this machine. */
export const nodeFileSystem: FileSystem = {
  async open(path, mode) {
    return new NodeFile(path, await open(path, flags[mode], FILE_MODE));
  },

  async status(path): Promise<FileStatus | undefined> {
    try {
      const found = await stat(path);
      return {
        sizeBytes: found.size,
        isDirectory: found.isDirectory(),
        isFile: found.isFile(),
        modifiedMs: found.mtimeMs,
      };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  },

  list: (directory) => readdir(directory),
  rename,
  link,
  remove: unlink,

  async touch(path) {
    const now = new Date();
    await utimes(path, now, now);
  },

  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  },

  async syncDirectory(directory) {
    if (process.platform === 'win32') return;
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } catch (error) {
      if (!CANNOT_SYNC_DIRECTORY.includes(codeOf(error))) throw error;
    } finally {
      await handle.close();
    }
  },
};

class NodeFile implements OpenFile {
  readonly path: string;
  readonly #handle: FileHandle;

  constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const length = into.length - filled;
      const { bytesRead } = await this.#named(this.#handle.read(into, filled, length, position + filled));
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const length = bytes.length - written;
      const { bytesWritten } = await this.#named(this.#handle.write(bytes, written, length, position + written));
      written += bytesWritten;
    }
  }

  writeNow(bytes: Uint8Array, position: number): void {
    let written = 0;
    try {
      while (written < bytes.length) {
        written += writeSync(this.#handle.fd, bytes, written, bytes.length - written, position + written);
      }
    } catch (error) {
      throw nameFile(error, this.path);
    }
  }

  truncate(lengthBytes: number): Promise<void> {
    return this.#named(settled((done) => ftruncate(this.#handle.fd, lengthBytes, done)));
  }

  datasync(): Promise<void> {
    return this.#named(settled((done) => fdatasync(this.#handle.fd, done)));
  }

  async sizeBytes(): Promise<number> {
    return (await this.#named(this.#handle.stat())).size;
  }

  close(): Promise<void> {
    return this.#named(this.#handle.close());
  }

  #named<T>(result: Promise<T>): Promise<T> {
    return result.catch((error: unknown) => {
      throw nameFile(error, this.path);
    });
  }
}

/** Errors of calls on a file that is open don't say which one. */
function nameFile(error: unknown, path: string): unknown {
  return error instanceof Error ? Object.assign(error, { path }) : error;
}

function settled(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
