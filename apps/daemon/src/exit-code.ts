/** How the process ends. Apache's server uses the same numbers. */
export const ExitCode = {
  /** Stopped by a signal, or asked for help: nothing went wrong. */
  OK: 0,
  /** Something unexpected, such as a port that is in use or a log that cannot be written. */
  FAILURE: 1,
  /** The arguments or the configuration are wrong: starting again will not help. */
  INVALID_CONFIGURATION: 2,
  /** A data directory is missing, cannot be used, or holds data that this release cannot load. */
  DATA_DIRECTORY: 3,
} as const;

/** One of the numbers in {@link ExitCode}. A stop that was cut short has 128 and the number of its signal instead. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
