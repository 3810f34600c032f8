import { type MeterProvider, metrics, trace, type TracerProvider } from '@opentelemetry/api';
import { traceConnections } from './connect-telemetry.ts';
import { observeQueues } from './queue-telemetry.ts';
import { traceRequests } from './request-telemetry.ts';
import { countWatchEvents } from './watch-telemetry.ts';

const SCOPE = '@zookit/otel';

/** How to tell OpenTelemetry about clients. */
export interface InstrumentOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider | undefined;
  /** Whether spans tell the paths of znodes, as `zookit.path` and in messages of errors. Metrics never do. Default true. */
  readonly tellsPaths?: boolean | undefined;
}

const OPTIONS: readonly string[] = [
  'tracerProvider',
  'meterProvider',
  'tellsPaths',
] satisfies (keyof InstrumentOptions)[];

/** Ends the telemetry, and the spans of what is under way. */
export interface Instrumentation extends Disposable {
  /** The same, where there is no `using`. */
  stop(): void;
}

/**
 * From now on, all clients of this process make spans and metrics. Call it once, behind the registration of the SDK: global
 * meters that were there before stay silent.
 */
export function instrumentZooKeeper(options: InstrumentOptions = {}): Instrumentation {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no option ${unknown}; there are ${OPTIONS.join(', ')}`);
  const tracer = (options.tracerProvider ?? trace).getTracer(SCOPE);
  const meter = (options.meterProvider ?? metrics).getMeter(SCOPE);
  const stops = [
    traceRequests({ tracer, meter, tellsPaths: options.tellsPaths ?? true }),
    traceConnections(tracer, meter),
    countWatchEvents(meter),
    observeQueues(meter),
  ];
  const stop = (): void => stops.forEach((one) => one());
  return { stop, [Symbol.dispose]: stop };
}
