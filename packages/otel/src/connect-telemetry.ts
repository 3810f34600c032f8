import { type Meter, type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { type ConnectTrace, diagnostics } from '@zookit/client';
import { errorAttributes, serverAttributes, systemAttributes } from './attributes.ts';

/** Makes a span `connect` of each attempt at a server, and counts the changes of state. Gives a function that ends it, and open spans. */
export function traceConnections(tracer: Tracer, meter: Meter): () => void {
  const open = new Map<ConnectTrace, Span>();
  const transitions = meter.createCounter('zookit.client.session.transitions', {
    description: 'Changes of the state of clients.',
    unit: '{transition}',
  });

  const subscribers = {
    start: (trace: ConnectTrace): void => {
      const attributes = { ...systemAttributes, ...serverAttributes(trace.server), 'zookit.tls': trace.isTls };
      open.set(trace, tracer.startSpan('connect', { kind: SpanKind.CLIENT, attributes }));
    },
    asyncEnd: (trace: ConnectTrace): void => {
      const span = open.get(trace);
      open.delete(trace);
      if (span !== undefined) endSpan(span, trace);
    },
  };
  const count = ({ state, previous }: { state: { status: string }; previous: { status: string } }): void => {
    transitions.add(1, {
      ...systemAttributes,
      'zookit.client.state': state.status,
      'zookit.client.state.previous': previous.status,
    });
  };

  diagnostics.connect.subscribe(subscribers);
  diagnostics.state.subscribe(count);
  return () => {
    diagnostics.connect.unsubscribe(subscribers);
    diagnostics.state.unsubscribe(count);
    for (const span of open.values()) span.end();
    open.clear();
  };
}

function endSpan(span: Span, { isResumed, isReadOnly, error }: ConnectTrace): void {
  if (isResumed !== undefined) span.setAttribute('zookit.session.resumed', isResumed);
  if (isReadOnly !== undefined) span.setAttribute('zookit.read_only', isReadOnly);
  if (error !== undefined) {
    span.setAttributes(errorAttributes(error));
    span.setStatus({ code: SpanStatusCode.ERROR, ...(error instanceof Error && { message: error.message }) });
  }
  span.end();
}
