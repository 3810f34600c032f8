/** A timer that was asked for and has not gone off. */
export interface VirtualTimer {
  /** The timer will not go off. */
  cancel(): void;
}

interface Alarm {
  readonly at: number;
  readonly task: () => void;
}

const START_WALL_TIME = Date.UTC(2026, 0, 1);

/**
 * Time that stands still until a test moves it. It fits wherever a clock port with `now`, `wallTime`, `schedule` and
 * `defer` is asked for. `defer` is real: what sockets bring does not wait for a test.
 */
export class VirtualClock {
  #now = 0;
  #alarms: Alarm[] = [];

  /** Milliseconds since this clock was made. */
  now(): number {
    return this.#now;
  }

  /** Milliseconds since 1970 on a calendar that begins with 2026. */
  wallTime(): number {
    return START_WALL_TIME + this.#now;
  }

  /** How many timers wait. */
  get pendingCount(): number {
    return this.#alarms.length;
  }

  /** Calls `task` once, when the clock has been moved `delayMs` further. */
  schedule(task: () => void, delayMs: number): VirtualTimer {
    const alarm: Alarm = { at: this.#now + Math.max(delayMs, 0), task };
    this.#alarms.push(alarm);
    return {
      cancel: () => {
        this.#alarms = this.#alarms.filter((one) => one !== alarm);
      },
    };
  }

  /** Calls `task` once, in the next turn of the event loop. */
  defer(task: () => void): void {
    setImmediate(task);
  }

  /** Moves the clock `ms` further. Each timer that falls due on the way goes off at its own time, earliest first. */
  advance(ms: number): void {
    const target = this.#now + ms;
    for (let alarm = this.#nextUntil(target); alarm !== undefined; alarm = this.#nextUntil(target)) {
      this.#now = alarm.at;
      alarm.task();
    }
    this.#now = target;
  }

  #nextUntil(target: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.at <= target && (next === undefined || alarm.at < next.at)) next = alarm;
    }
    if (next !== undefined) this.#alarms.splice(this.#alarms.indexOf(next), 1);
    return next;
  }
}
