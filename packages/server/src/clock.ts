/** A timer that was asked for and has not gone off. */
export interface Timer {
  /** The timer will not go off. Does nothing when it already has. */
  cancel(): void;
}

/** The server's only source of time, so that a test or a simulation can bring its own. */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /** Milliseconds since 1970; may jump. Only for what clients see: ctime, mtime, TTLs. */
  wallTime(): number;
  /** Calls `task` once, `delayMs` from now. */
  schedule(task: () => void, delayMs: number): Timer;
  /** Calls `task` once, after everything that has arrived by now has been taken in. */
  defer(task: () => void): void;
}

/** The machine's time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  schedule(task, delayMs) {
    const timer = setTimeout(task, delayMs);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
  defer: (task) => {
    setImmediate(task);
  },
};
