import { diagnostics } from '../diagnostics.ts';
import { type ResyncReason, type ServedEventType, wordOf } from './watch-event.ts';
import type { WatchListener } from './watch-listener.ts';

/** Tells diagnostics that an event has been told to somebody. */
export function publishEvent(
  type: ServedEventType,
  path: string,
  zxid: bigint | undefined,
  listeners: ReadonlySet<WatchListener>,
): void {
  if (!diagnostics.watch.hasSubscribers || listeners.size === 0) return;
  diagnostics.watch.publish({ type: wordOf(type), path, zxid, reason: undefined, lagEvents: lagOf(listeners) });
}

/** Tells diagnostics that somebody has been told to read again. */
export function publishResync(path: string, reason: ResyncReason, listeners: Iterable<WatchListener>): void {
  if (!diagnostics.watch.hasSubscribers) return;
  diagnostics.watch.publish({ type: 'resync', path, zxid: undefined, reason, lagEvents: lagOf(listeners) });
}

function lagOf(listeners: Iterable<WatchListener>): number {
  let lag = 1;
  for (const { lagEvents } of listeners) lag = Math.max(lag, lagEvents);
  return lag;
}
