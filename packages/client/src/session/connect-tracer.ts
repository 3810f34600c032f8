import { type ConnectTrace, diagnostics } from '../diagnostics.ts';
import type { Endpoint } from '../transport/transport.ts';

/** Tells those who trace connecting how one attempt goes. */
export class ConnectTracer {
  readonly #trace: { -readonly [Key in keyof ConnectTrace]: ConnectTrace[Key] };
  #isOver = false;

  private constructor(server: Endpoint, isTls: boolean) {
    this.#trace = { server, isTls, isResumed: undefined, isReadOnly: undefined };
    diagnostics.connect.start.publish(this.#trace);
    diagnostics.connect.end.publish(this.#trace);
  }

  /** An attempt begins. Undefined when nobody traces. */
  static start(server: Endpoint, isTls: boolean): ConnectTracer | undefined {
    return diagnostics.connect.hasSubscribers ? new ConnectTracer(server, isTls) : undefined;
  }

  /** The server granted a session. */
  succeeded(isResumed: boolean, isReadOnly: boolean): void {
    this.#trace.isResumed = isResumed;
    this.#trace.isReadOnly = isReadOnly;
    this.#end();
  }

  /** The attempt was in vain, unless it has ended before. */
  failed(error: unknown): void {
    if (this.#isOver) return;
    this.#trace.error = error;
    diagnostics.connect.error.publish(this.#trace);
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    diagnostics.connect.asyncStart.publish(this.#trace);
    diagnostics.connect.asyncEnd.publish(this.#trace);
  }
}
