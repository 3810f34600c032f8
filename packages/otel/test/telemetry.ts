import type { Attributes, Span } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { instrumentZooKeeper, type InstrumentOptions, type Instrumentation } from '../src/instrument.ts';

/** One series of a metric. */
export interface Point {
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** OpenTelemetry's own SDK, with all that it exports kept in memory. */
export class Telemetry implements Disposable {
  readonly spans: InMemorySpanExporter = new InMemorySpanExporter();
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #reader = new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 60_000 });
  readonly #tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: this.spans })],
  });
  readonly #meterProvider = new MeterProvider({ readers: [this.#reader] });
  readonly #instrumentation: Instrumentation;

  constructor(options: InstrumentOptions = {}) {
    const providers = { tracerProvider: this.#tracerProvider, meterProvider: this.#meterProvider };
    this.#instrumentation = instrumentZooKeeper({ ...providers, ...options });
  }

  /** A span that has begun. */
  startSpan(name: string): Span {
    return this.#tracerProvider.getTracer('test').startSpan(name);
  }

  /** The series of a metric as they are now. */
  async points(name: string): Promise<readonly Point[]> {
    const metric = (await this.#collect()).find((one) => one.descriptor.name === name);
    return metric?.dataPoints.map(({ attributes, value }) => ({ attributes, value })) ?? [];
  }

  async unitOf(name: string): Promise<string | undefined> {
    return (await this.#collect()).find((one) => one.descriptor.name === name)?.descriptor.unit;
  }

  [Symbol.dispose](): void {
    this.#instrumentation.stop();
  }

  async #collect(): Promise<readonly MetricData[]> {
    this.#metrics.reset();
    await this.#reader.forceFlush();
    return this.#metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  }
}
