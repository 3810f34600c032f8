import { basename, dirname } from 'node:path';
import type { CrashPolicy } from './disk-crash.ts';
import { diskError } from './disk-error.ts';
import { Inode, sectorsOf, type UnsyncedChange } from './disk-inode.ts';
import { SimulatedFile } from './simulated-file.ts';

/** A call on the disk or on a file of it. */
export interface DiskCall {
  readonly name:
    | 'open'
    | 'status'
    | 'list'
    | 'makeDirectory'
    | 'rename'
    | 'link'
    | 'touch'
    | 'remove'
    | 'syncDirectory'
    | 'read'
    | 'write'
    | 'truncate'
    | 'datasync';
  readonly path: string;
}

/** What a call fails with, when it does. A write can have written its first bytes. */
export interface DiskFault {
  readonly error: Error;
  readonly writtenBytes?: number;
}

type Entries = Map<string, Inode>;

type Unsynced =
  | { readonly kind: 'content'; readonly inode: Inode; readonly path: string; readonly change: UnsyncedChange }
  | { readonly kind: 'name'; readonly directory: string; readonly path: string; apply(entries: Entries): void };

/** What is known of a file without opening it. */
interface SimulatedStatus {
  readonly sizeBytes: number;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly modifiedMs: number;
}

/** What a simulated disk can be told. */
export interface SimulatedDiskOptions {
  /** When more is written, calls fail with ENOSPC. */
  readonly capacityBytes?: number;
}

/**
 * A disk in memory that tells what is written from what is forced. It fits wherever a port with the calls of a file system
 * is asked for. {@link SimulatedDisk.crash} gives the disk that a loss of power could leave.
 *
 * A sync of a file forces its content and length, not its name; a sync of the directory forces the names in it. Making a
 * directory is forced at once. After a sync that failed, what it should have forced is never forced, as on Linux.
 */
export class SimulatedDisk {
  /** Asked before each call. */
  fault: (call: DiskCall) => DiskFault | undefined = () => undefined;
  capacityBytes: number;
  readonly #entries: Entries = new Map();
  readonly #durableEntries: Entries = new Map();
  readonly #directories = new Set<string>(['/']);
  #unsynced: Unsynced[] = [];
  #heldSyncs: (() => void)[] | undefined;

  constructor(options: SimulatedDiskOptions = {}) {
    this.capacityBytes = options.capacityBytes ?? Infinity;
  }

  async open(path: string, mode: 'read' | 'update' | 'create' | 'replace'): Promise<SimulatedFile> {
    await this.begin('open', path);
    const found = this.#entries.get(path);
    if (mode === 'read' || mode === 'update') return new SimulatedFile(this, path, found ?? missing('open', path));
    if (mode === 'create' && found !== undefined) throw diskError('EEXIST', 'open', path);
    if (!this.#directories.has(dirname(path))) return missing('open', path);
    if (found !== undefined) {
      this.change(found, path, { kind: 'length', length: 0 });
      return new SimulatedFile(this, path, found);
    }
    const inode = new Inode();
    this.#changeName(path, (entries) => entries.set(path, inode));
    return new SimulatedFile(this, path, inode);
  }

  async status(path: string): Promise<SimulatedStatus | undefined> {
    await this.begin('status', path);
    if (this.#directories.has(path)) return { sizeBytes: 0, isDirectory: true, isFile: false, modifiedMs: 0 };
    const inode = this.#entries.get(path);
    return (
      inode && { sizeBytes: inode.current.length, isDirectory: false, isFile: true, modifiedMs: inode.touchedCount }
    );
  }

  /** The names in a directory, the newest first, as no file system promises. */
  async list(directory: string): Promise<string[]> {
    await this.begin('list', directory);
    if (!this.#directories.has(directory)) return missing('scandir', directory);
    const paths = [...this.#directories, ...this.#entries.keys()].filter((path) => dirname(path) === directory);
    return paths.map((path) => basename(path)).reverse();
  }

  async makeDirectory(path: string): Promise<void> {
    await this.begin('makeDirectory', path);
    for (let parent = path; !this.#directories.has(parent); parent = dirname(parent)) this.#directories.add(parent);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.begin('rename', from);
    const inode = this.#entries.get(from) ?? missing('rename', from);
    this.#changeName(to, (entries) => {
      entries.delete(from);
      entries.set(to, inode);
    });
  }

  async link(from: string, to: string): Promise<void> {
    await this.begin('link', from);
    const inode = this.#entries.get(from) ?? missing('link', from);
    if (this.#entries.has(to)) throw diskError('EEXIST', 'link', to);
    this.#changeName(to, (entries) => entries.set(to, inode));
  }

  /** A disk without a clock: the time of a file is how often it was touched. */
  async touch(path: string): Promise<void> {
    await this.begin('touch', path);
    const inode = this.#entries.get(path) ?? missing('utime', path);
    inode.touchedCount++;
  }

  async remove(path: string): Promise<void> {
    await this.begin('remove', path);
    if (!this.#entries.has(path)) missing('unlink', path);
    this.#changeName(path, (entries) => entries.delete(path));
  }

  async syncDirectory(directory: string): Promise<void> {
    await this.begin('syncDirectory', directory);
    await this.#syncReleased();
    this.#force((one) => one.kind === 'name' && one.directory === directory);
  }

  /** The paths of all files. */
  get paths(): string[] {
    return [...this.#entries.keys()].sort();
  }

  /** A copy of a file's content. */
  readFile(path: string): Uint8Array {
    return Uint8Array.from((this.#entries.get(path) ?? missing('read', path)).current.bytes());
  }

  /** Puts a file on the disk, forced. */
  writeFile(path: string, bytes: Uint8Array): void {
    for (let parent = dirname(path); parent !== '/'; parent = dirname(parent)) this.#directories.add(parent);
    const inode = new Inode(bytes);
    this.#entries.set(path, inode);
    this.#durableEntries.set(path, inode);
  }

  /** How many bytes of the disk are in use. */
  get usedBytes(): number {
    return [...new Set(this.#entries.values())].reduce((total, inode) => total + inode.usedBytes, 0);
  }

  /** How many bytes were written and not forced. */
  get unsyncedBytes(): number {
    return this.#unsynced.reduce(
      (total, one) => total + (one.kind === 'content' && one.change.kind === 'write' ? one.change.bytes.length : 0),
      0,
    );
  }

  /** Syncs that are asked for from now on wait for {@link SimulatedDisk.releaseSyncs}. */
  holdSyncs(): void {
    this.#heldSyncs ??= [];
  }

  /** Whether one of them waits. */
  get isWaitedFor(): boolean {
    return (this.#heldSyncs ?? []).length > 0;
  }

  /** Lets all syncs go on. */
  releaseSyncs(): void {
    const held = this.#heldSyncs ?? [];
    this.#heldSyncs = undefined;
    for (const release of held) release();
  }

  /** The disk as a loss of power can leave it now. This one goes on as if nothing had happened. */
  crash(policy: CrashPolicy): SimulatedDisk {
    const after = new SimulatedDisk({ capacityBytes: this.capacityBytes });
    for (const directory of this.#directories) after.#directories.add(directory);
    const entries: Entries = new Map(this.#durableEntries);
    const contents = new Map<Inode, Inode>();
    const survivor = (inode: Inode): Inode => {
      const known = contents.get(inode) ?? new Inode(inode.durable.bytes());
      contents.set(inode, known);
      return known;
    };
    for (const one of this.#unsynced) {
      if (one.kind === 'content') applyKept(survivor(one.inode), one.path, one.change, policy);
      else if (policy({ kind: 'name', path: one.path, length: 0 }) !== undefined) one.apply(entries);
    }
    for (const [path, inode] of entries) after.writeFile(path, survivor(inode).current.bytes());
    return after;
  }

  /** What a call of a file, or of the disk, begins with: fails when it is to fail. */
  begin(name: DiskCall['name'], path: string): Promise<void> {
    const fault = this.fault({ name, path });
    return fault === undefined ? Promise.resolve() : Promise.reject(fault.error);
  }

  /** A write of a file. */
  write(inode: Inode, path: string, bytes: Uint8Array, position: number): void {
    const fault = this.fault({ name: 'write', path });
    const room = this.capacityBytes - this.usedBytes - inode.newBytes(position, bytes.length);
    const isFull = room < 0;
    const fitting = fault === undefined ? (isFull ? 0 : bytes.length) : (fault.writtenBytes ?? 0);
    inode.occupy(position, fitting);
    this.change(inode, path, { kind: 'write', position, bytes: Uint8Array.from(bytes.subarray(0, fitting)) });
    if (fault !== undefined) throw fault.error;
    if (isFull) throw diskError('ENOSPC', 'write', path);
  }

  /** A change of a file that is not forced. */
  change(inode: Inode, path: string, change: UnsyncedChange): void {
    inode.current.apply(change);
    this.#unsynced.push({ kind: 'content', inode, path, change });
  }

  /** A sync of a file. */
  async datasync(inode: Inode, path: string): Promise<void> {
    const covered = new Set(this.#unsynced);
    await this.#syncReleased();
    const fault = this.fault({ name: 'datasync', path });
    const isOfFile = (one: Unsynced): boolean => one.kind === 'content' && one.inode === inode && covered.has(one);
    if (fault !== undefined) {
      this.#unsynced = this.#unsynced.filter((one) => !isOfFile(one));
      throw fault.error;
    }
    this.#force(isOfFile);
  }

  #syncReleased(): Promise<void> {
    const held = this.#heldSyncs;
    return held === undefined ? Promise.resolve() : new Promise((resolve) => held.push(resolve));
  }

  #changeName(path: string, apply: (entries: Entries) => void): void {
    apply(this.#entries);
    this.#unsynced.push({ kind: 'name', directory: dirname(path), path, apply });
  }

  #force(isForced: (one: Unsynced) => boolean): void {
    for (const one of this.#unsynced.filter(isForced)) {
      if (one.kind === 'content') one.inode.durable.apply(one.change);
      else one.apply(this.#durableEntries);
    }
    this.#unsynced = this.#unsynced.filter((one) => !isForced(one));
  }
}

function applyKept(inode: Inode, path: string, change: UnsyncedChange, policy: CrashPolicy): void {
  if (change.kind === 'length') {
    if (policy({ kind: 'length', path, length: 0 }) !== undefined) inode.current.apply(change);
    return;
  }
  for (const { position, bytes } of sectorsOf(change.position, change.bytes)) {
    const kept = policy({ kind: 'write', path, length: bytes.length });
    if (kept !== undefined) inode.current.apply({ kind: 'write', position, bytes: bytes.subarray(0, kept) });
  }
}

function missing(call: string, path: string): never {
  throw diskError('ENOENT', call, path);
}
