import type { FileSystem } from './file-system.ts';
import { lookAtLock, type LockSight } from './lock-file.ts';
import type { LockOwner } from './lock-owner.ts';

/** How often the holder of a lock shows that it lives. */
export const BEAT_MS = 2000;

/** A lock that shows nothing for so many beats is abandoned, and a holder that could show nothing lets go. */
export const BEATS_MISSED_MAX = 3;

/** A lock that was seen, and who wants to know whose it is. */
export interface LockQuestion {
  readonly files: FileSystem;
  readonly path: string;
  readonly seen: LockSight;
  readonly owner: LockOwner;
  /** Told when the answer takes some seconds. */
  readonly onWatch?: (() => void) | undefined;
}

/**
 * Whether a lock is in use: by what the system says of its process or, where that cannot be asked, by whether the lock
 * changes while its holder would beat three times. No clocks are compared: they may be those of two machines.
 */
export async function isInUse(question: LockQuestion): Promise<boolean> {
  const { seen, owner, onWatch } = question;
  const liveness = seen.holder === undefined ? 'unknown' : owner.livenessOf(seen.holder);
  if (liveness !== 'unknown') return liveness === 'alive';
  onWatch?.();
  return isBeating(question);
}

async function isBeating({ files, path, seen, owner }: LockQuestion): Promise<boolean> {
  for (let missed = 0; missed < BEATS_MISSED_MAX; missed++) {
    await owner.wait(BEAT_MS);
    const now = await lookAtLock(files, path);
    if (now === undefined) return false;
    if (now.text !== seen.text || now.modifiedMs !== seen.modifiedMs) return true;
  }
  return false;
}
