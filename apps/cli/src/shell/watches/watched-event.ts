import type { WatchedEvent } from '@zookit/client';
import { EventType } from '@zookit/protocol';
import type { ShellEvent } from './event-text.ts';

const names = new Map(Object.entries(EventType).map(([name, type]) => [type, name as ShellEvent['type']]));

/** A watch event for whoever reads it. */
export function watchedEvent({ type, path, zxid }: WatchedEvent): ShellEvent {
  return { type: names.get(type) ?? 'None', state: 'SyncConnected', path, zxid };
}
