import { randomBytes } from 'node:crypto';
import { functionRule, isObject, type OptionRules } from './option-rules.ts';
import { systemDial } from './transport/system-dial.ts';
import type { Dial } from './transport/transport.ts';

/** Something that was scheduled and has not happened. */
export interface Timer {
  /** It will not happen. */
  cancel(): void;
}

/** Time as the client sees it. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls `task` once, `delayMs` from now, or earlier where a timer can't wait that long. */
  schedule(task: () => void, delayMs: number): Timer;
}

/** Everything that a client has from outside: a test or a simulator brings its own. */
export interface ClientEnvironment {
  readonly clock: Clock;
  /** A number from 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Bytes that nobody can foresee. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly dial: Dial;
}

/** What a caller's environment must be. */
export const environmentRules: OptionRules<ClientEnvironment> = {
  clock: { accepts: isClock, what: '{ now, schedule }, two functions' },
  random: functionRule,
  randomBytes: functionRule,
  dial: functionRule,
};

function isClock(value: unknown): boolean {
  const { now, schedule }: Partial<Record<keyof Clock, unknown>> = isObject(value) ? value : {};
  return typeof now === 'function' && typeof schedule === 'function';
}

/** Node's timers go off at once beyond it. */
const TIMER_MAX_MS = 0x7fff_ffff;

const systemClock: Clock = {
  now: () => performance.now(),
  schedule(task, delayMs) {
    const timer = setTimeout(task, Math.min(delayMs, TIMER_MAX_MS));
    return {
      cancel() {
        clearTimeout(timer);
      },
    };
  },
};

/** The machine's own clock, chance and sockets. */
export const systemEnvironment: ClientEnvironment = {
  clock: systemClock,
  random: Math.random,
  randomBytes: (count) => randomBytes(count),
  dial: systemDial,
};
