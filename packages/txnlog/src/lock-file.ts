import type { FileSystem } from './file-system.ts';
import type { ProcessMark } from './lock-owner.ts';
import { readSmallFile } from './read-small-file.ts';

/** The name of the lock file, beside logs and snapshots. Apache's server, which has no lock, ignores it. */
export const LOCK_NAME = 'zookit.lock';

const PID_MAX = 0x7fff_ffff;

/** What is seen of a lock at one time. */
export interface LockSight {
  readonly text: string;
  /** Whose it says it is; undefined when it doesn't say. */
  readonly holder: ProcessMark | undefined;
  /** Changes with each beat of its holder's. */
  readonly modifiedMs: number;
}

/**
 * Looks at a lock; undefined for none. It is opened before its time is asked for: what a network file
 * system remembers of a file can be older than what it says of one just opened.
 */
export async function lookAtLock(files: FileSystem, path: string): Promise<LockSight | undefined> {
  const text = await readSmallFile(files, path).catch(undefinedIfGone);
  const status = text === undefined ? undefined : await files.status(path);
  if (text === undefined || status === undefined) return undefined;
  return { text, holder: parseMark(text), modifiedMs: status.modifiedMs };
}

function parseMark(text: string): ProcessMark | undefined {
  const found = parseObject(text);
  if (found === undefined) return undefined;
  const { pid, host, boot, pidSpace, started } = found;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1 || pid > PID_MAX) return undefined;
  if (typeof host !== 'string' || typeof boot !== 'string') return undefined;
  if (typeof pidSpace !== 'string' || typeof started !== 'string') return undefined;
  return { pid, host, boot, pidSpace, started };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? { ...found } : undefined;
  } catch {
    return undefined;
  }
}

function undefinedIfGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
