import {
  type Attributes,
  context,
  type Meter,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { diagnostics, type RequestTrace, type RetryMessage } from '@zookit/client';
import { errorAttributes, serverAttributes, systemAttributes } from './attributes.ts';

/** In seconds. Source: the semantic conventions' advice for `db.client.operation.duration`. */
const DURATION_BOUNDARIES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Where telemetry of requests goes. */
export interface RequestTelemetryOptions {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Whether spans may tell paths. */
  readonly tellsPaths: boolean;
}

/** A call under way. */
interface OpenCall {
  readonly span: Span;
  /** In ms. */
  readonly startedAt: number;
}

/**
 * Makes a span and a measured duration of each call. Gives a function that ends it, and the spans of calls under way, of which
 * nobody will know how they went.
 */
export function traceRequests({ tracer, meter, tellsPaths }: RequestTelemetryOptions): () => void {
  const open = new Map<RequestTrace, OpenCall>();
  const duration = meter.createHistogram('db.client.operation.duration', {
    description: 'Duration of calls, queueing and retries included.',
    unit: 's',
    advice: { explicitBucketBoundaries: DURATION_BOUNDARIES },
  });
  const retries = meter.createCounter('zookit.client.retries', {
    description: 'Calls that failed and were tried again.',
    unit: '{retry}',
  });

  const begin = (trace: RequestTrace): void => {
    const options = {
      kind: SpanKind.CLIENT,
      attributes: { ...callAttributes(trace), ...pathAttributes(trace, tellsPaths) },
    };
    open.set(trace, { span: tracer.startSpan(nameOf(trace), options, context.active()), startedAt: performance.now() });
  };
  const end = (trace: RequestTrace): void => {
    const call = open.get(trace);
    if (call === undefined) return;
    open.delete(trace);
    const outcome = { ...serverAttributes(trace.server), ...errorAttributes(trace.error) };
    duration.record((performance.now() - call.startedAt) / 1000, { ...callAttributes(trace), ...outcome });
    call.span.setAttributes({ ...outcome, ...effortAttributes(trace) });
    if (trace.error !== undefined) call.span.setStatus(statusOf(trace.error, tellsPaths));
    call.span.end();
  };
  const retried = (message: RetryMessage): void => {
    const cause = errorAttributes(message.error);
    retries.add(1, { ...systemAttributes, 'db.operation.name': message.operation, ...cause });
    const span = message.request === undefined ? undefined : open.get(message.request)?.span;
    span?.addEvent('retry', { 'zookit.attempt': message.attempt, 'zookit.delay': message.delayMs / 1000, ...cause });
  };

  const subscribers = {
    start: begin,
    // A call that fails before it has begun has no asynchronous end.
    end: (trace: RequestTrace) => {
      if (trace.error !== undefined) end(trace);
    },
    asyncEnd: end,
  };
  diagnostics.request.subscribe(subscribers);
  diagnostics.retry.subscribe(retried);
  return () => {
    diagnostics.request.unsubscribe(subscribers);
    diagnostics.retry.unsubscribe(retried);
    for (const { span } of open.values()) span.end();
    open.clear();
  };
}

/** The root is no name for what a call is about. */
function nameOf({ operation, chroot }: RequestTrace): string {
  return chroot === '/' ? operation : `${operation} ${chroot}`;
}

function callAttributes({ operation, chroot }: RequestTrace): Attributes {
  return { ...systemAttributes, 'db.operation.name': operation, 'db.namespace': chroot };
}

function pathAttributes({ path }: RequestTrace, tellsPaths: boolean): Attributes {
  return tellsPaths && path !== undefined ? { 'zookit.path': path } : {};
}

function effortAttributes({ attempt, requestBytes }: RequestTrace): Attributes {
  return { 'zookit.request.size': requestBytes, ...(attempt > 1 && { 'zookit.attempts': attempt }) };
}

/** The message of an error names the path. */
function statusOf(error: unknown, tellsPaths: boolean): { code: SpanStatusCode; message?: string } {
  const message = error instanceof Error && tellsPaths ? { message: error.message } : {};
  return { code: SpanStatusCode.ERROR, ...message };
}
