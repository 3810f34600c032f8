import { constants } from 'node:os';

/** The signals that stop the server. A hang-up is left as it is: `nohup` has it ignored. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** One of the signals that stop the server. */
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** Resolves at the first signal to stop. From then on `onImpatience` is called at each further one. */
export function stopSignal(onImpatience: (signal: StopSignal) => void): Promise<StopSignal> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of STOP_SIGNALS) {
      process.on(signal, () => {
        if (isStopping) onImpatience(signal);
        isStopping = true;
        resolve(signal);
      });
    }
  });
}

/** The exit code of a process that a signal ended. */
export function exitCodeOf(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}
