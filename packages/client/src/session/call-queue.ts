import { BadArgumentsError } from '@zookit/protocol';
import { assertTimeout } from '../call-options.ts';
import type { ResolvedOptions } from '../client-options.ts';
import { AbortedError, PacketTooLargeError, QueueFullError } from '../errors/client-errors.ts';
import { FrameTooLongError } from '../wire/frame-too-long-error.ts';
import type { Link } from '../wire/link.ts';
import type { PendingCall, StopClass } from '../wire/pending-call.ts';
import { Call } from './call.ts';
import { OpenCalls } from './open-calls.ts';
import type { SessionRequest } from './session-request.ts';

/** The calls of a client: they go out while there is a connection for them, and wait in their order while there is none. */
export class CallQueue {
  readonly #options: ResolvedOptions;
  readonly #open: OpenCalls;
  #waiting: PendingCall[] = [];
  #link: Link | undefined;
  #refusal: StopClass | undefined;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#open = new OpenCalls(options.environment.clock);
  }

  /** What keeps calls from being answered, for the errors of those that time out; undefined when nothing is known. */
  set cause(error: Error | undefined) {
    this.#open.cause = error;
  }

  /** Sends a request, or keeps it. The calls of one turn keep their order. */
  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    if (asked.options?.timeoutMs !== undefined) assertTimeout(asked.options.timeoutMs, asked.shape.name);
    const timeoutMs = asked.options?.timeoutMs ?? this.#options.requestTimeoutMs;
    const deadlineAt = this.#options.environment.clock.now() + timeoutMs;
    const call = new Call({ asked, deadlineAt, open: this.#open });
    if (this.#refusal !== undefined) call.stop(this.#refusal);
    else if (this.#open.size >= this.#options.outstandingRequestsMax) call.stop(QueueFullError);
    else this.#accept(call, asked.options?.signal);
    return call.promise;
  }

  /** From now on calls go out on `link`, those that wait first. */
  release(link: Link): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#link = link;
    for (const call of waiting) {
      if (!call.isSettled) this.#send(link, call);
    }
  }

  /** From now on calls wait. */
  hold(): void {
    this.#link = undefined;
  }

  /** Puts calls in front of those that wait. */
  giveBack(calls: readonly PendingCall[]): void {
    this.#waiting = [...calls, ...this.#waiting];
  }

  /** From now on calls are refused for a `reason`. */
  refuse(reason: StopClass): void {
    this.#refusal = reason;
  }

  /** Ends all calls, and refuses those to come. */
  stop(reason: StopClass, cause?: unknown): void {
    this.refuse(reason);
    this.hold();
    this.#waiting = [];
    this.#open.stop(reason, cause);
  }

  #accept<Request, Response, Result>(call: Call<Request, Response, Result>, signal: AbortSignal | undefined): void {
    if (signal !== undefined) call.abortBy(signal, AbortedError);
    if (call.isSettled) return;
    this.#open.add(call);
    if (this.#link === undefined) this.#enqueue(call);
    else this.#send(this.#link, call);
  }

  /** Calls that ended while they waited are taken out whenever they are more than half of the queue. */
  #enqueue(call: PendingCall): void {
    this.#waiting.push(call);
    if (this.#waiting.length > 2 * this.#open.size) this.#waiting = this.#waiting.filter((one) => !one.isSettled);
  }

  #send(link: Link, call: PendingCall): void {
    try {
      link.send(call);
    } catch (error) {
      if (error instanceof FrameTooLongError) call.stop(PacketTooLargeError, error);
      else call.stop(BadArgumentsError, error);
    }
  }
}
