import { mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** More than any of these disks holds. */
const FILLER_BYTES = 0x800_0000;

/** A file system in memory of a size that it is told. It takes the rights of root, as installing the peers does. */
export class SmallDisk implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async mount(sizeKb: number): Promise<SmallDisk> {
    const path = await mkdtemp(join(tmpdir(), 'interop-disk-'));
    await runCommand('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'tmpfs', path]);
    return new SmallDisk(path);
  }

  /** Leaves no byte free. */
  async fill(): Promise<void> {
    try {
      await writeFile(this.#filler, Buffer.alloc(FILLER_BYTES, 'x'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
    throw new Error('the disk is larger than what fills it');
  }

  /** Takes away what {@link SmallDisk.fill} wrote. */
  async clear(): Promise<void> {
    await rm(this.#filler);
  }

  async resize(sizeKb: number): Promise<void> {
    await this.#remount(`size=${sizeKb}k`);
  }

  async makeReadOnly(): Promise<void> {
    await this.#remount('ro');
  }

  async makeWritable(): Promise<void> {
    await this.#remount('rw');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runCommand('umount', ['--lazy', this.path]);
    await rmdir(this.path);
  }

  get #filler(): string {
    return join(this.path, 'filler');
  }

  async #remount(options: string): Promise<void> {
    await runCommand('mount', ['-o', `remount,${options}`, this.path]);
  }
}
