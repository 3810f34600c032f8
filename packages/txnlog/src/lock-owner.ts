import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

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

/** Whether a process runs: yes, no, or it cannot be told from here. */
export type Liveness = 'alive' | 'gone' | 'unknown';

/** Who asks for the lock, what the system tells it of others, and its time. */
export interface LockOwner {
  readonly self: ProcessMark;
  /** Whether the process runs that left its mark in a directory. */
  livenessOf(other: ProcessMark): Liveness;
  /** Resolves after so many ms. */
  wait(delayMs: number): Promise<void>;
  /** Calls `task` once, `delayMs` from now, unless it is cancelled or the process has nothing else to do. */
  schedule(task: () => void, delayMs: number): ScheduledTask;
}

/** A task that is to be called later. */
export interface ScheduledTask {
  cancel(): void;
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

  livenessOf(other) {
    const { boot, pidSpace, started } = thisProcess.self;
    // Machines can share a name, but no start; and without the time of its start a process is not told from a later one.
    const isTold = boot !== '' && pidSpace !== '' && started !== '' && other.started !== '';
    if (!isTold || other.boot !== boot || other.pidSpace !== pidSpace) return 'unknown';
    return isRunning(other) ? 'alive' : 'gone';
  },

  wait: (delayMs) => delay(delayMs),

  schedule(task, delayMs) {
    const timer = setTimeout(task, delayMs).unref();
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};

function isRunning({ pid, started }: ProcessMark): boolean {
  if (!existsProcess(pid)) return false;
  const startedNow = startOf(String(pid));
  return startedNow === '' || startedNow === started;
}

function existsProcess(pid: number): boolean {
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
