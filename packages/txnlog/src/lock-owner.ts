import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** Far longer than it takes from finding an old lock to having a new one. */
const RIVALS_MS = 200;

/** A process that holds a data directory, as it says so in the lock file. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** Tells this run of the machine from others. Empty where the system doesn't say. */
  readonly boot: string;
  /** In which numbering of processes the pid counts (a container has its own). Empty where the system doesn't say. */
  readonly pidSpace: string;
  /** Tells this process from a later one with the same pid. Empty where the system doesn't say. */
  readonly started: string;
}

/** Who asks for the lock, and what is known of others. */
export interface LockOwner {
  readonly self: ProcessMark;
  /** Whether a process can still be there. True in doubt. */
  mayBeAlive(other: ProcessMark): boolean;
  /** Waits until whoever found the same old lock has taken it, too. */
  waitForRivals(): Promise<void>;
}

/** The process that runs this. */
export const thisProcess: LockOwner = {
  get self(): ProcessMark {
    return {
      pid: process.pid,
      host: hostname(),
      boot: attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
      pidSpace: attempt(() => readlinkSync('/proc/self/ns/pid')),
      started: startOf('self'),
    };
  },

  mayBeAlive(other: ProcessMark): boolean {
    const { self } = thisProcess;
    // The machine, or the container of that name, was started anew: what ran in it before is gone.
    const isSameRun = other.boot === self.boot && other.pidSpace === self.pidSpace;
    if (other.host === self.host && !isSameRun) return false;
    // Another machine, or another container: its pids mean nothing here.
    if (other.host !== self.host) return true;
    if (!isRunning(other.pid)) return false;
    const started = startOf(String(other.pid));
    return started === '' || other.started === '' || started === other.started;
  },

  waitForRivals: () => delay(RIVALS_MS),
};

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process was started, in ticks since the machine was: the 22nd field of its `stat`, which follows its name. */
function startOf(pid: string): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** What the system says, or nothing where it doesn't. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
