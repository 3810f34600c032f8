/** How a run of the tool ends. */
export const ExitCode = {
  /** Done, and nothing is wrong with the files. */
  OK: 0,
  /** The files are damaged, or differ: what was looked for was found. */
  FINDING: 1,
  /** The arguments make no sense, or name what cannot be read or written. */
  USAGE: 2,
  /** The tool itself is wrong. */
  FAULT: 3,
} as const;

/** One of the numbers in {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
