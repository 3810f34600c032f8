import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { connect } from '@zookit/client';
import { instrumentZooKeeper } from '@zookit/otel';
import { ZooKeeperServer } from '@zookit/server';
import { startProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../../packages/otel/', import.meta.url));

test('what a client does at a server becomes spans and metrics', async () => {
  await using server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0 });
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 60_000 });
  using instrumentation = instrumentZooKeeper({
    tracerProvider,
    meterProvider: new MeterProvider({ readers: [reader] }),
  });
  const client = await connect({ connect: `127.0.0.1:${server.port}/app` });
  await client.create('/', 'data');
  await client.get('/nothing').catch(() => undefined);
  const waiting = client.get('/');
  await reader.forceFlush();
  await waiting;
  await client.close();
  await reader.forceFlush();
  instrumentation.stop();

  const spans = exporter.getFinishedSpans().filter(({ name }) => name.includes(' '));
  expect(spans.map(({ name }) => name)).toEqual(['create /app', 'get /app', 'get /app']);
  expect(spans[1]?.attributes).toMatchObject({
    'zookit.path': '/nothing',
    'server.address': '127.0.0.1',
    'server.port': server.port,
    'error.type': 'NoNode',
    'db.response.status_code': '-101',
  });
  expect(spans[0]?.attributes['zookit.request.size']).toBeGreaterThan(40);
  expect(exporter.getFinishedSpans().some(({ name }) => name === 'connect')).toBe(true);
  const [during, behind] = metrics.getMetrics().map((resource) => {
    const all = resource.scopeMetrics.flatMap((scope) => scope.metrics);
    const valuesOf = (name: string): unknown[] =>
      all.find((metric) => metric.descriptor.name === name)?.dataPoints.map(({ value }) => value) ?? [];
    return {
      inFlight: valuesOf('zookit.client.requests.in_flight'),
      durations: valuesOf('db.client.operation.duration'),
    };
  });
  expect(during?.inFlight).toEqual([1]);
  expect(behind?.inFlight).toEqual([0]);
  expect(behind?.durations).toMatchObject([{ count: 1 }, { count: 1 }, { count: 1 }]);
});

test('the example of the README prints what it says', async () => {
  await using server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0 });
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(`${folder}README.md`, 'utf8')) ?? [];
  const [, printed] = /console\.log\(.*\/\/ (.*)/.exec(example) ?? [];
  const code = example.replace('127.0.0.1:2181', `127.0.0.1:${server.port}`);
  await using child = startProcess(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: folder });
  expect(await child.exit).toEqual({ code: 0, signal: undefined });
  expect(child.stdout.trimEnd()).toBe(printed);
});
