import { ConnectionLossError, type Operation } from '@zookit/protocol';
import type { Clock } from '../environment.ts';
import { PacketTooLargeError } from '../errors/client-errors.ts';
import { FrameTooLongError } from '../wire/frame-too-long-error.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { Link } from '../wire/link.ts';
import type { PendingCall } from '../wire/pending-call.ts';
import { GreetingCall } from './greeting-call.ts';
import type { Greeter, GreetingLine, SessionKind } from './greeter.ts';

/** What a {@link Greeting} must be told. */
export interface GreetingInit {
  readonly link: Link;
  readonly kind: SessionKind;
  readonly lastZxid: bigint;
  readonly isReadOnly: boolean;
  readonly server: Endpoint;
  readonly clock: Clock;
}

/** What goes out on one connection before any queued call: the greeters, one after the other. */
export class Greeting implements GreetingLine {
  readonly lastZxid: bigint;
  readonly isReadOnly: boolean;
  readonly server: Endpoint;
  readonly #link: Link;
  readonly #kind: SessionKind;
  readonly #clock: Clock;
  readonly #calls = new Set<PendingCall>();
  /** Ends each pause that is not over. */
  readonly #pauses = new Set<(error: Error) => void>();
  #lostBy: Error | undefined;

  constructor(init: GreetingInit) {
    this.#link = init.link;
    this.#kind = init.kind;
    this.lastZxid = init.lastZxid;
    this.isReadOnly = init.isReadOnly;
    this.server = init.server;
    this.#clock = init.clock;
  }

  get sessionId(): bigint {
    return this.#link.sessionId;
  }

  /**
   * Lets each greeter greet, as long as there is a connection. Undefined: all of it has been sent, and nothing is waited for.
   */
  greetBy(greeters: readonly Greeter[]): Promise<void> | undefined {
    for (const [index, greeter] of greeters.entries()) {
      if (this.#lostBy !== undefined) return undefined;
      const greeted = greeter.greet(this, this.#kind);
      if (greeted !== undefined) return greeted.then(() => this.greetBy(greeters.slice(index + 1)));
    }
    return undefined;
  }

  send<Request, Response>(operation: Operation<Request, Response>, request: Request, xid?: number): Promise<Response> {
    const call = new GreetingCall(operation, request, xid);
    const forget = (): boolean => this.#calls.delete(call);
    void call.promise.then(forget, forget);
    if (this.#lostBy === undefined) this.#send(call);
    else call.lose(this.#lostBy);
    return call.promise;
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.schedule(() => {
        this.#pauses.delete(end);
        resolve();
      }, delayMs);
      const end = (cause: Error): void => {
        timer.cancel();
        reject(new ConnectionLossError(undefined, { wasSent: false, cause }));
      };
      if (this.#lostBy === undefined) this.#pauses.add(end);
      else end(this.#lostBy);
    });
  }

  /** The connection is over: nobody answers any more. */
  end(error: Error): void {
    this.#lostBy = error;
    for (const call of this.#calls) call.lose(error);
    this.#calls.clear();
    for (const end of this.#pauses) end(error);
    this.#pauses.clear();
  }

  #send(call: PendingCall): void {
    this.#calls.add(call);
    try {
      this.#link.send(call);
    } catch (error) {
      if (!(error instanceof FrameTooLongError)) throw error;
      call.stop(PacketTooLargeError, error);
    }
  }
}
