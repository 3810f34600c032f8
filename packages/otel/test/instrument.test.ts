import { context, SpanKind, SpanStatusCode, trace as tracing } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AbortedError,
  type ConnectTrace,
  diagnostics,
  NoNodeError,
  type QueueQuery,
  type RequestTrace,
  ThrottledOpError,
} from '@zookit/client';
import { expect, onTestFinished, test } from 'vitest';
import { instrumentZooKeeper } from '../src/index.ts';
import { Telemetry } from './telemetry.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const server = { host: '10.0.0.1', port: 2181 };

function requestTrace(fields: Partial<RequestTrace> = {}): Writable<RequestTrace> {
  return { operation: 'get', path: '/lock', chroot: '/app', server, attempt: 1, requestBytes: 24, ...fields };
}

function call(trace: RequestTrace, error?: Error): Promise<void> {
  const run = (): Promise<void> => (error === undefined ? Promise.resolve() : Promise.reject(error));
  return diagnostics.request.tracePromise(run, trace).catch(() => undefined);
}

test('a call makes a span with the words of the semantic conventions', async () => {
  using telemetry = new Telemetry();
  await call(requestTrace());
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span).toMatchObject({ name: 'get /app', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } });
  expect(span?.attributes).toEqual({
    'db.system.name': 'zookeeper',
    'db.operation.name': 'get',
    'db.namespace': '/app',
    'server.address': '10.0.0.1',
    'server.port': 2181,
    'network.peer.address': '10.0.0.1',
    'network.peer.port': 2181,
    'zookit.path': '/lock',
    'zookit.request.size': 24,
  });
});

test('the root does not go into the name of a span, and a name of a host is no address of a peer', async () => {
  using telemetry = new Telemetry();
  await call(requestTrace({ chroot: '/', server: { host: 'zoo', port: 2181 } }));
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span?.name).toBe('get');
  expect(span?.attributes).toMatchObject({ 'server.address': 'zoo', 'db.namespace': '/' });
  expect(span?.attributes).not.toHaveProperty('network.peer.address');
});

test('a span is a child of the span in which the call was made', async () => {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  onTestFinished(() => context.disable());
  using telemetry = new Telemetry();
  const parent = telemetry.startSpan('work');
  await context.with(tracing.setSpan(context.active(), parent), () => call(requestTrace()));
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
});

test('an error of the server has its name, its code and its message', async () => {
  using telemetry = new Telemetry();
  await call(requestTrace(), new NoNodeError('/lock', { operation: 'get' }));
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'NoNode: get /lock' });
  expect(span?.attributes).toMatchObject({ 'error.type': 'NoNode', 'db.response.status_code': '-101' });
});

test('an error of the client has no code of a server', async () => {
  using telemetry = new Telemetry();
  await call(requestTrace({ server: undefined }), new AbortedError('/lock'));
  await call(requestTrace({ server: undefined }), new TypeError('data is no text'));
  const attributes = telemetry.spans.getFinishedSpans().map((span) => span.attributes);
  expect(attributes.map((one) => one['error.type'])).toEqual(['Aborted', 'TypeError']);
  expect(attributes.some((one) => 'db.response.status_code' in one || 'server.address' in one)).toBe(false);
});

test('paths can be kept out of spans', async () => {
  using telemetry = new Telemetry({ tellsPaths: false });
  await call(requestTrace(), new NoNodeError('/lock'));
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(JSON.stringify(span?.attributes)).not.toContain('/lock');
});

test('the duration of calls is measured by operation, server and error, and never by path', async () => {
  using telemetry = new Telemetry();
  await call(requestTrace());
  await call(requestTrace({ path: '/other' }));
  await call(requestTrace(), new NoNodeError('/lock'));
  const points = await telemetry.points('db.client.operation.duration');
  expect(await telemetry.unitOf('db.client.operation.duration')).toBe('s');
  expect(points.map(({ attributes }) => attributes['error.type'])).toEqual([undefined, 'NoNode']);
  expect(points[0]?.value).toMatchObject({
    count: 2,
    buckets: { boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  });
  expect(points[0]?.attributes).toEqual({
    'db.system.name': 'zookeeper',
    'db.operation.name': 'get',
    'db.namespace': '/app',
    'server.address': '10.0.0.1',
    'server.port': 2181,
    'network.peer.address': '10.0.0.1',
    'network.peer.port': 2181,
  });
});

test('a retry is an event of its span, and counted', async () => {
  using telemetry = new Telemetry();
  const trace = requestTrace();
  const error = new ThrottledOpError('/lock');
  await diagnostics.request.tracePromise(() => {
    diagnostics.retry.publish({ request: trace, operation: 'get', attempt: 1, delayMs: 50, error });
    trace.attempt = 2;
    return Promise.resolve();
  }, trace);
  diagnostics.retry.publish({ request: undefined, operation: 'get', attempt: 1, delayMs: 50, error });
  const [span] = telemetry.spans.getFinishedSpans();
  expect(span?.attributes['zookit.attempts']).toBe(2);
  expect(span?.events).toMatchObject([
    { name: 'retry', attributes: { 'zookit.attempt': 1, 'zookit.delay': 0.05, 'error.type': 'ThrottledOp' } },
  ]);
  expect(await telemetry.points('zookit.client.retries')).toMatchObject([{ value: 2 }]);
});

test('a call that fails before it has begun ends its span', () => {
  using telemetry = new Telemetry();
  const fail = (): void => {
    throw new NoNodeError('/lock');
  };
  expect(() => diagnostics.request.traceSync(fail, requestTrace())).toThrow(NoNodeError);
  expect(telemetry.spans.getFinishedSpans()).toHaveLength(1);
});

test('an attempt at a server makes a span', async () => {
  using telemetry = new Telemetry();
  const succeeded: Writable<ConnectTrace> = { server, isTls: true, isResumed: undefined, isReadOnly: undefined };
  await diagnostics.connect.tracePromise(() => {
    succeeded.isResumed = true;
    succeeded.isReadOnly = false;
    return Promise.resolve();
  }, succeeded);
  const failed = { server, isTls: false, isResumed: undefined, isReadOnly: undefined };
  const refuse = (): Promise<never> => Promise.reject(new Error('refused'));
  await diagnostics.connect.tracePromise(refuse, failed).catch(() => undefined);
  const [first, second] = telemetry.spans.getFinishedSpans();
  expect(first).toMatchObject({ name: 'connect', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } });
  expect(first?.attributes).toMatchObject({
    'db.system.name': 'zookeeper',
    'server.address': '10.0.0.1',
    'zookit.tls': true,
    'zookit.session.resumed': true,
    'zookit.read_only': false,
  });
  expect(second?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'refused' });
  expect(second?.attributes).toMatchObject({ 'error.type': 'Error', 'zookit.tls': false });
});

test('changes of state and what watches tell are counted by what they are', async () => {
  using telemetry = new Telemetry();
  const session = { id: 1n, password: new Uint8Array(16), timeoutMs: 9000, generation: 1 };
  const previous = { status: 'connecting', attempt: 1, lastError: undefined } as const;
  diagnostics.state.publish({ state: { status: 'lost', by: 'server', session }, previous });
  const event = { path: '/lock', lagEvents: 1, zxid: 3n, reason: undefined };
  diagnostics.watch.publish({ ...event, type: 'changed' });
  diagnostics.watch.publish({ ...event, type: 'changed', path: '/other' });
  diagnostics.watch.publish({ ...event, type: 'resync', reason: 'reconnected' });
  expect(await telemetry.points('zookit.client.session.transitions')).toMatchObject([
    { attributes: { 'zookit.client.state': 'lost', 'zookit.client.state.previous': 'connecting' }, value: 1 },
  ]);
  expect(await telemetry.points('zookit.client.watch.events')).toEqual([
    { attributes: { 'db.system.name': 'zookeeper', 'zookit.watch.type': 'changed' }, value: 2 },
    {
      attributes: {
        'db.system.name': 'zookeeper',
        'zookit.watch.type': 'resync',
        'zookit.watch.reason': 'reconnected',
      },
      value: 1,
    },
  ]);
});

test('what is under way is the sum over all clients', async () => {
  using telemetry = new Telemetry();
  const clients = [
    ({ report }: QueueQuery) => report({ inFlight: 2, queued: 1, inFlightBytes: 100 }),
    ({ report }: QueueQuery) => report({ inFlight: 1, queued: 0, inFlightBytes: 50 }),
  ];
  for (const client of clients) diagnostics.queue.subscribe(client);
  onTestFinished(() => clients.forEach((client) => diagnostics.queue.unsubscribe(client)));
  expect(await telemetry.points('zookit.client.requests.in_flight')).toMatchObject([{ value: 3 }]);
  expect(await telemetry.points('zookit.client.requests.queued')).toMatchObject([{ value: 1 }]);
  expect(await telemetry.points('zookit.client.requests.in_flight.size')).toMatchObject([{ value: 150 }]);
});

test('nothing is listened to any more when the telemetry has ended', async () => {
  const telemetry = new Telemetry();
  telemetry[Symbol.dispose]();
  await call(requestTrace());
  expect(telemetry.spans.getFinishedSpans()).toEqual([]);
  expect(diagnostics.request.hasSubscribers).toBe(false);
  const { connect, retry, state, watch } = diagnostics;
  expect([connect, retry, state, watch].map((one) => one.hasSubscribers)).toEqual([false, false, false, false]);
});

test('an option that there is not is refused: paths must not be told by a slip of the pen', () => {
  const options = { tellPaths: false } as object;
  expect(() => instrumentZooKeeper(options)).toThrow(
    new TypeError('there is no option tellPaths; there are tracerProvider, meterProvider, tellsPaths'),
  );
});

test('the end of the telemetry ends the spans of what is under way, once', async () => {
  const telemetry = new Telemetry();
  const answer = Promise.withResolvers<undefined>();
  const underWay = [
    diagnostics.request.tracePromise(() => answer.promise, requestTrace()),
    diagnostics.connect.tracePromise(() => answer.promise, {
      server,
      isTls: false,
      isResumed: undefined,
      isReadOnly: undefined,
    }),
  ];
  telemetry[Symbol.dispose]();
  answer.resolve(undefined);
  await Promise.all(underWay);
  expect(telemetry.spans.getFinishedSpans().map(({ name }) => name)).toEqual(['get /app', 'connect']);
  expect(await telemetry.points('db.client.operation.duration')).toEqual([]);
});
