import { readFileSync } from 'node:fs';

const FALLBACK = 1024;

/** How many files, sockets among them, this process may have open; a careful guess where the system doesn't say. */
export function openFilesMax(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? FALLBACK : Number(limit);
  } catch {
    return FALLBACK;
  }
}

/** How many connections to open when `wanted` would be good: what may be open leaves room for everything else. */
export function connectionCount(wanted: number): number {
  const step = 200;
  return Math.max(step, Math.min(wanted, Math.trunc((openFilesMax() - 500) / step) * step));
}
