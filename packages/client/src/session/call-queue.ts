import { BadArgumentsError } from '@zookit/protocol';
import type { ResolvedOptions } from '../client-options.ts';
import { diagnostics, type QueueQuery } from '../diagnostics.ts';
import type { Clock, Timer } from '../environment.ts';
import { AbortedError, PacketTooLargeError, QueueFullError } from '../errors/client-errors.ts';
import type { ResolvedLimits } from '../limits.ts';
import type { RetryPolicy } from '../retry.ts';
import { FrameTooLongError } from '../wire/frame-too-long-error.ts';
import { LinkError } from '../wire/link-error.ts';
import type { Link } from '../wire/link.ts';
import type { PendingCall, StopClass } from '../wire/pending-call.ts';
import { AbortSignals } from './abort-signals.ts';
import { Call } from './call.ts';
import type { CallHost } from './call-host.ts';
import { type CallTrace, traced } from './call-trace.ts';
import type { Obstacle } from './obstacle.ts';
import { type OpenCall, OpenCalls } from './open-calls.ts';
import { RepeatedLosses } from './repeated-losses.ts';
import type { SessionRequest } from './session-request.ts';
import { WaitingCalls } from './waiting-calls.ts';

/**
 * The calls of a client. They go out while there is a connection for them and as many as may be on their way, and wait in
 * their order otherwise.
 */
export class CallQueue implements CallHost {
  readonly clock: Clock;
  readonly random: () => number;
  readonly retry: RetryPolicy | false;
  readonly #requestTimeoutMs: number;
  readonly #limits: ResolvedLimits;
  readonly #open: OpenCalls;
  readonly #signals = new AbortSignals();
  readonly #waiting = new WaitingCalls();
  readonly #losses: RepeatedLosses;
  /** How many calls wait for their pause to end. */
  #pausedCount = 0;
  #link: Link | undefined;
  #refusal: StopClass | undefined;
  #isReporting = false;
  /** As long as nothing is sent though there is a connection. */
  #rest: Timer | undefined;
  readonly #sendWaiting: () => void;
  readonly #report: (query: QueueQuery) => void;

  /** `obstacle` says what keeps calls from being answered. */
  constructor(options: ResolvedOptions, obstacle: () => Obstacle | undefined) {
    const { clock, random } = options.environment;
    this.clock = clock;
    this.random = random;
    this.retry = options.retry;
    this.#requestTimeoutMs = options.requestTimeoutMs;
    this.#limits = options.limits;
    this.#losses = new RepeatedLosses(options.limits.inFlight);
    this.#open = new OpenCalls(clock, () => obstacle() ?? this.#restObstacle);
    this.#sendWaiting = () => {
      while (this.#link !== undefined && this.#hasRoom(this.#link)) {
        const call = this.#waiting.shift();
        if (call === undefined) return;
        this.#send(this.#link, call);
      }
    };
    this.#report = ({ report }) => {
      const { inFlight = 0, inFlightBytes = 0 } = this.#link ?? {};
      report({ inFlight, queued: this.#queuedCount, inFlightBytes });
    };
  }

  /** Sends a request, or keeps it. The calls of one turn keep their order. */
  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    if (asked.isTraced !== false && diagnostics.request.hasSubscribers)
      return traced(asked, (trace) => this.#submit(asked, trace));
    return this.#submit(asked, undefined);
  }

  /** From now on calls go out on `link`, those that wait first. */
  release(link: Link): void {
    link.onRoom = this.#sendWaiting;
    if (!this.#isReporting) diagnostics.queue.subscribe(this.#report);
    this.#isReporting = true;
    const pauseMs = this.#losses.pauseMs(this.random);
    if (pauseMs > 0) this.#rest = this.clock.schedule(() => this.#go(link), pauseMs);
    else this.#go(link);
  }

  /** From now on calls wait. */
  hold(): void {
    this.#link = undefined;
    this.#rest?.cancel();
    this.#rest = undefined;
  }

  /** Puts calls in front of those that wait. */
  giveBack(calls: readonly PendingCall[]): void {
    this.#losses.note(calls);
    this.#waiting.putInFront(calls);
  }

  /** From now on calls are refused for a `reason`, and those that wait are not sent any more. */
  refuse(reason: StopClass): void {
    this.#refusal = reason;
    this.hold();
  }

  /** Ends all calls, and refuses those to come. */
  stop(reason: StopClass, cause?: unknown): void {
    this.refuse(reason);
    this.#open.stop(reason, cause);
    this.#waiting.clear();
    diagnostics.queue.unsubscribe(this.#report);
  }

  pause(call: PendingCall, delayMs: number): Timer {
    let isPaused = true;
    const end = (): boolean => {
      if (isPaused) this.#pausedCount--;
      const wasPaused = isPaused;
      isPaused = false;
      return wasPaused;
    };
    const timer = this.clock.schedule(() => {
      if (!end()) return;
      this.#waiting.push(call);
      this.#sendWaiting();
    }, delayMs);
    this.#pausedCount++;
    return {
      cancel: () => {
        if (end()) timer.cancel();
      },
    };
  }

  ended(call: OpenCall & PendingCall): void {
    this.#open.delete(call);
    if (call.signal !== undefined) this.#signals.delete(call.signal, call);
    if (call.isWaiting) this.#waiting.left(call);
    this.#losses.delete(call);
  }

  #go(link: Link): void {
    this.#rest = undefined;
    this.#link = link;
    this.#sendWaiting();
  }

  get #restObstacle(): Obstacle | undefined {
    if (this.#rest === undefined) return undefined;
    return { error: new LinkError('the client waits, as the same calls were lost more than once'), server: undefined };
  }

  get #queuedCount(): number {
    return this.#waiting.length + this.#pausedCount;
  }

  #submit<Request, Response, Result>(
    asked: SessionRequest<Request, Response, Result>,
    trace: CallTrace | undefined,
  ): Promise<Result> {
    const timeoutMs = asked.options?.timeoutMs ?? this.#requestTimeoutMs;
    const call = new Call({ asked, startedAt: this.clock.now(), timeoutMs, host: this, trace });
    if (this.#refusal !== undefined) call.stop(this.#refusal);
    else this.#accept(call, asked.isPatient === true);
    return call.promise;
  }

  #accept<Request, Response, Result>(call: Call<Request, Response, Result>, isPatient: boolean): void {
    const { signal } = call;
    if (signal?.aborted === true) {
      call.stop(AbortedError, signal.reason);
      return;
    }
    const link = this.#link;
    const isNext = link !== undefined && this.#waiting.length === 0 && this.#hasRoom(link);
    if (!isNext && !isPatient && this.#isFull(link)) {
      call.stop(QueueFullError);
      return;
    }
    this.#open.add(call);
    if (signal !== undefined) this.#signals.add(signal, call);
    if (isNext) this.#send(link, call);
    else this.#waiting.push(call);
  }

  #hasRoom(link: Link): boolean {
    return link.inFlight < this.#losses.inFlight && link.inFlightBytes < this.#limits.inFlightBytes;
  }

  #isFull(link: Link | undefined): boolean {
    if (link !== undefined && this.#limits.overflow === 'error') return true;
    return this.#queuedCount >= this.#limits.queued;
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
