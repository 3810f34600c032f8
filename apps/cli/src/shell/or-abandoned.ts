/** How long a command may take to end after it was interrupted, in ms. */
const GRACE_MS = 1000;

/** What `work` comes to, unless it does not end soon after `signal` was aborted: then it is left to itself, and the reason thrown. */
export async function orAbandoned(work: Promise<void> | void, signal: AbortSignal): Promise<void> {
  if (work === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const abandoned = new Promise<never>((_, reject) => {
    abort = () => (timer = setTimeout(() => reject(signal.reason as Error), GRACE_MS));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) signal.removeEventListener('abort', abort);
  }
}
