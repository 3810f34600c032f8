import type { FileSystem } from '../../src/index.ts';

/** A call that makes or removes a file. */
export type NamingCall = 'open' | 'link' | 'rename' | 'remove';

/** The files of a process that is held up before its `count`th call of a name: something else is done meanwhile. */
export function heldUp(
  files: FileSystem,
  name: NamingCall,
  count: number,
  meanwhile: () => Promise<unknown>,
): FileSystem {
  let calls = 0;
  const before = async (call: NamingCall): Promise<void> => {
    if (call === name && ++calls === count) await meanwhile();
  };
  return {
    status: (path) => files.status(path),
    list: (directory) => files.list(directory),
    makeDirectory: (path) => files.makeDirectory(path),
    touch: (path) => files.touch(path),
    syncDirectory: (directory) => files.syncDirectory(directory),
    open: (path, mode) => before('open').then(() => files.open(path, mode)),
    link: (from, to) => before('link').then(() => files.link(from, to)),
    rename: (from, to) => before('rename').then(() => files.rename(from, to)),
    remove: (path) => before('remove').then(() => files.remove(path)),
  };
}
