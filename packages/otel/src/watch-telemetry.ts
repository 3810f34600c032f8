import type { Meter } from '@opentelemetry/api';
import { diagnostics, type WatchMessage } from '@zookit/client';
import { systemAttributes } from './attributes.ts';

/** Counts what watches tell. Gives a function that ends it. */
export function countWatchEvents(meter: Meter): () => void {
  const events = meter.createCounter('zookit.client.watch.events', {
    description: 'What watches told, by type; `resync` by reason.',
    unit: '{event}',
  });
  const count = ({ type, reason }: WatchMessage): void => {
    events.add(1, {
      ...systemAttributes,
      'zookit.watch.type': type,
      ...(reason !== undefined && { 'zookit.watch.reason': reason }),
    });
  };
  diagnostics.watch.subscribe(count);
  return () => diagnostics.watch.unsubscribe(count);
}
