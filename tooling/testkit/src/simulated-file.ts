import { diskError } from './disk-error.ts';
import type { Inode } from './disk-inode.ts';
import type { DiskCall, SimulatedDisk } from './simulated-disk.ts';

/** An open file of a {@link SimulatedDisk}. */
export class SimulatedFile {
  readonly path: string;
  readonly #disk: SimulatedDisk;
  readonly #inode: Inode;
  #isClosed = false;

  constructor(disk: SimulatedDisk, path: string, inode: Inode) {
    this.#disk = disk;
    this.path = path;
    this.#inode = inode;
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    await this.#begin('read');
    const found = this.#inode.current.bytes().subarray(position, position + into.length);
    into.set(found);
    return found.length;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await Promise.resolve();
    this.writeNow(bytes, position);
  }

  writeNow(bytes: Uint8Array, position: number): void {
    if (this.#isClosed) throw diskError('EBADF', 'write', this.path);
    this.#disk.write(this.#inode, this.path, bytes, position);
  }

  async truncate(lengthBytes: number): Promise<void> {
    await this.#begin('truncate');
    this.#disk.change(this.#inode, this.path, { kind: 'length', length: lengthBytes });
  }

  async datasync(): Promise<void> {
    await this.#begin('datasync');
    await this.#disk.datasync(this.#inode, this.path);
  }

  async sizeBytes(): Promise<number> {
    await this.#begin('status');
    return this.#inode.current.length;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #begin(name: DiskCall['name']): Promise<void> {
    if (this.#isClosed) return Promise.reject(diskError('EBADF', name, this.path));
    // A sync fails when it is done, not when it is asked for.
    return name === 'datasync' ? Promise.resolve() : this.#disk.begin(name, this.path);
  }
}
