import { readdirSync, readFileSync } from 'node:fs';

/** How many files and sockets the process has open, and how many it may; undefined where the system doesn't tell. */
export interface FileDescriptors {
  readonly open: number | undefined;
  readonly max: number | undefined;
}

/** Asks the system, which is Linux if it answers. */
export function fileDescriptors(): FileDescriptors {
  return { open: openCount(), max: openMax() };
}

function openCount(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

function openMax(): number | undefined {
  try {
    const limit = /^Max open files\s+(\d+)/mu.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
