/** Makes calls on files fail in the process that loads this first (`--import`), as FILE_FAULT says. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { FileHandle } from 'node:fs/promises';
import { FAULT_VARIABLE, type FileFault } from './file-fault.ts';

type Callback = (error: Error | null) => void;

const fault = JSON.parse(process.env[FAULT_VARIABLE] ?? '') as FileFault;
const pattern = new RegExp(fault.path, 'u');
const paths = new Map<number, string>();
let count = 0;

/** The error of a call that fails; undefined for one that is left alone. */
function failure(call: FileFault['call'], path: string): Error | undefined {
  if (call !== fault.call || !pattern.test(path)) return undefined;
  const index = count++;
  if (index < fault.after || index >= fault.after + (fault.times ?? Infinity)) return undefined;
  return Object.assign(new Error(`${fault.code}: injected, ${call} '${path}'`), { code: fault.code, path });
}

function pathOf(fd: number): string {
  return paths.get(fd) ?? '';
}

const handle = await fs.promises.open(process.execPath);
const handles = Object.getPrototypeOf(handle) as FileHandle;
await handle.close();

const { open, rename } = fs.promises;
fs.promises.open = async (path, ...rest) => {
  const error = failure('open', String(path));
  if (error !== undefined) throw error;
  const opened = await open(path, ...rest);
  paths.set(opened.fd, String(path));
  return opened;
};
fs.promises.rename = async (from, to) => {
  const error = failure('rename', String(to));
  if (error !== undefined) throw error;
  await rename(from, to);
};

const { sync, write } = handles;
handles.sync = async function (this: FileHandle) {
  const error = failure('fsync', pathOf(this.fd));
  if (error !== undefined) throw error;
  await sync.call(this);
};
handles.write = async function (this: FileHandle, ...args: unknown[]) {
  const error = failure('write', pathOf(this.fd));
  if (error !== undefined) throw error;
  return (await Reflect.apply(write, this, args)) as never;
};

const { fdatasync, ftruncate, writeSync } = fs;
// Half of it is written before the error shows, as on a disk that becomes full.
fs.writeSync = ((fd: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
  const error = failure('write', pathOf(fd));
  if (error === undefined) return writeSync(fd, bytes, offset, length, position);
  writeSync(fd, bytes, offset, Math.floor(length / 2), position);
  throw error;
}) as typeof fs.writeSync;
fs.fdatasync = ((fd: number, done: Callback) => {
  const error = failure('fdatasync', pathOf(fd));
  if (error === undefined) fdatasync(fd, done);
  else setImmediate(done, error);
}) as typeof fs.fdatasync;
fs.ftruncate = ((fd: number, length: number, done: Callback) => {
  const error = failure('ftruncate', pathOf(fd));
  if (error === undefined) ftruncate(fd, length, done);
  else setImmediate(done, error);
}) as typeof fs.ftruncate;

syncBuiltinESMExports();
