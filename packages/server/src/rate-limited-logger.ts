import type { Clock } from './clock.ts';
import type { LogFields, Logger } from './logger.ts';

const WINDOW_MS = 1000;
const LINES_PER_WINDOW = 10;

interface Window {
  startedAt: number;
  lines: number;
  suppressed: number;
}

/**
 * Lets no more than ten lines a second of one message through, for what strangers can cause at will: a flood of bad
 * connections must not become a flood of log lines. The next line after a pause says how many are missing.
 */
export function rateLimited(logger: Logger, clock: Clock): Logger {
  const windows = new Map<string, Window>();
  const limit = (write: (message: string, fields?: LogFields) => void) => (message: string, fields?: LogFields) => {
    const missing = admit(windows, message, clock.now());
    if (missing !== undefined) write(message, missing > 0 ? { ...fields, suppressedLines: missing } : fields);
  };
  return {
    debug: limit((message, fields) => {
      logger.debug(message, fields);
    }),
    info: limit((message, fields) => {
      logger.info(message, fields);
    }),
    warn: limit((message, fields) => {
      logger.warn(message, fields);
    }),
    error: limit((message, fields) => {
      logger.error(message, fields);
    }),
  };
}

/** Undefined when the line is one too many; else how many were left out before it. */
function admit(windows: Map<string, Window>, message: string, now: number): number | undefined {
  const window = windows.get(message);
  if (window === undefined || now - window.startedAt >= WINDOW_MS) {
    windows.set(message, { startedAt: now, lines: 1, suppressed: 0 });
    return window?.suppressed ?? 0;
  }
  window.lines++;
  if (window.lines <= LINES_PER_WINDOW) return 0;
  window.suppressed++;
  return undefined;
}
