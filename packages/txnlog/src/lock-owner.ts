import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Beacon } from './beacon.ts';

/** Far longer than it takes from finding an old lock to having a new one. */
const RIVALS_MS = 200;

/** The numbering of processes that Linux begins with: who is in it is in no container. Source: `PROC_PID_INIT_INO`. */
const MACHINE_PID_SPACE = 'pid:[4026531836]';

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
  /** The name of its {@link Beacon} beside the lock. Empty where it has none. */
  readonly beacon: string;
}

/** Whether a process runs: yes, no, or it cannot be told from here. */
export type Liveness = 'alive' | 'gone' | 'unknown';

/** Who asks for the lock, and what is known of others. */
export interface LockOwner {
  /** But for the beacon. */
  readonly self: ProcessMark;
  /** Shows in a directory that this process lives; undefined where its pid says it to everybody, or nothing can. */
  lightBeacon(directory: string): Promise<Pick<Beacon, 'name' | 'putOut'> | undefined>;
  /** Whether the process runs that left its mark in a directory. */
  livenessOf(other: ProcessMark, directory: string): Promise<Liveness>;
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
      beacon: '',
    };
  },

  async lightBeacon(directory) {
    const { pidSpace } = thisProcess.self;
    return pidSpace === '' || pidSpace === MACHINE_PID_SPACE ? undefined : Beacon.light(directory);
  },

  async livenessOf(other, directory) {
    const { self } = thisProcess;
    const isSameHost = other.host === self.host;
    // The machine of that name was started anew; of another machine nothing is known.
    if (other.boot !== self.boot) return isSameHost ? 'gone' : 'unknown';
    if (other.pidSpace !== self.pidSpace) return livenessByBeacon(other, directory);
    if (self.boot === '' && !isSameHost) return 'unknown';
    return isRunning(other) ? 'alive' : 'gone';
  },

  waitForRivals: () => delay(RIVALS_MS),
};

async function livenessByBeacon({ beacon }: ProcessMark, directory: string): Promise<Liveness> {
  const isLit = beacon === '' ? undefined : await Beacon.isLit(directory, beacon);
  return isLit === undefined ? 'unknown' : isLit ? 'alive' : 'gone';
}

function isRunning({ pid, started }: ProcessMark): boolean {
  if (!existsProcess(pid)) return false;
  const startedNow = startOf(String(pid));
  return startedNow === '' || started === '' || startedNow === started;
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
