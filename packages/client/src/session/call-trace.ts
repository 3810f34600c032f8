import { diagnostics, type RequestTrace } from '../diagnostics.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { SessionRequest } from './session-request.ts';

/** What the tracing of one call tells, filled in as the call goes on. */
export class CallTrace {
  readonly message: { -readonly [Field in keyof RequestTrace]: RequestTrace[Field] };

  constructor(message: RequestTrace) {
    this.message = { ...message };
  }

  /** The request went to a server, in a frame of `lengthBytes`. */
  sent(server: Endpoint, lengthBytes: number): void {
    if (this.message.requestBytes > 0) this.message.attempt++;
    this.message.server = server;
    this.message.requestBytes = lengthBytes;
  }
}

/** Makes a call by `make`, and traces it from beginning to end. */
export function traced<Request, Response, Result>(
  asked: SessionRequest<Request, Response, Result>,
  make: (trace: CallTrace) => Promise<Result>,
): Promise<Result> {
  const { shape, path, chroot } = asked;
  const known = { operation: shape.name, path, chroot: chroot.resolve('/') };
  const trace = new CallTrace({ ...known, server: undefined, attempt: 1, requestBytes: 0 });
  return diagnostics.request.tracePromise(() => make(trace), trace.message);
}
