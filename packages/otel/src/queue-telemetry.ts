import type { BatchObservableResult, Meter } from '@opentelemetry/api';
import { diagnostics, type QueueReading } from '@zookit/client';
import { systemAttributes } from './attributes.ts';

/** Observes how much of all clients is under way, whenever metrics are collected. Gives a function that ends it. */
export function observeQueues(meter: Meter): () => void {
  const inFlight = meter.createObservableUpDownCounter('zookit.client.requests.in_flight', {
    description: 'Requests that were sent and not answered.',
    unit: '{request}',
  });
  const queued = meter.createObservableUpDownCounter('zookit.client.requests.queued', {
    description: 'Calls that wait to be sent.',
    unit: '{request}',
  });
  const size = meter.createObservableUpDownCounter('zookit.client.requests.in_flight.size', {
    description: 'Length of the requests in flight.',
    unit: 'By',
  });
  const observe = (result: BatchObservableResult): void => {
    const sum = readAll();
    result.observe(inFlight, sum.inFlight, systemAttributes);
    result.observe(queued, sum.queued, systemAttributes);
    result.observe(size, sum.inFlightBytes, systemAttributes);
  };
  meter.addBatchObservableCallback(observe, [inFlight, queued, size]);
  return () => meter.removeBatchObservableCallback(observe, [inFlight, queued, size]);
}

function readAll(): QueueReading {
  let sum: QueueReading = { inFlight: 0, queued: 0, inFlightBytes: 0 };
  diagnostics.queue.publish({
    report: (one) => {
      sum = {
        inFlight: sum.inFlight + one.inFlight,
        queued: sum.queued + one.queued,
        inFlightBytes: sum.inFlightBytes + one.inFlightBytes,
      };
    },
  });
  return sum;
}
