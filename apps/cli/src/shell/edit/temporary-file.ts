import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file for a while, in a directory of its own, which only this user may look into. Disposing of it removes both. */
export class TemporaryFile implements AsyncDisposable {
  readonly path: string;
  readonly #directory: string;
  #isKept = false;

  private constructor(directory: string, name: string) {
    this.#directory = directory;
    this.path = join(directory, name);
  }

  static async create(name: string, text: string): Promise<TemporaryFile> {
    const file = new TemporaryFile(await mkdtemp(join(tmpdir(), 'zookit-edit-')), name);
    await writeFile(file.path, text, { mode: 0o600, flag: 'wx' });
    return file;
  }

  read(): Promise<Buffer> {
    return readFile(this.path);
  }

  /** Leaves the file to the user. */
  keep(): void {
    this.#isKept = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isKept) await rm(this.#directory, { recursive: true, force: true });
  }
}
