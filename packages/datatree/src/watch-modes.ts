/** How a connection watches a path; one may do so in several ways at once. */
export const WatchMode = {
  /** Gone when it fires. */
  STANDARD: 1,
  /** Stays until it is removed. */
  PERSISTENT: 2,
  /** Stays, and sees everything below the path too. */
  PERSISTENT_RECURSIVE: 4,
} as const;

/** One of the numbers in {@link WatchMode}. */
export type WatchMode = (typeof WatchMode)[keyof typeof WatchMode];
