import type { JuteReader, JuteWriter } from '@zookit/jute';
import {
  ConnectionLossError,
  ErrorCode,
  type ErrorContext,
  MarshallingError,
  RequestTimeoutError,
  type ZooKeeperError,
  zooKeeperError,
} from '@zookit/protocol';
import { afterAll, againAnyway } from '../ambiguity/verdicts.ts';
import { diagnostics } from '../diagnostics.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import type { Timer } from '../environment.ts';
import type { RetryPolicy } from '../retry.ts';
import { LinkError } from '../wire/link-error.ts';
import type { PendingCall, StopClass } from '../wire/pending-call.ts';
import type { SentOn } from '../wire/sent-on.ts';
import { delayBy, tellSuccess } from './ask-policy.ts';
import type { AskingCall, Survival } from './asking-call.ts';
import type { CallGate, GatedCall } from './call-gate.ts';
import type { CallHost } from './call-host.ts';
import type { CallTrace } from './call-trace.ts';
import type { GreetingLine, SessionKind } from './greeter.ts';
import type { OpenCall } from './open-calls.ts';
import { pathsOf } from './paths-of.ts';
import { LOSSES_MAX } from './repeated-losses.ts';
import { isSafeToRepeat } from './safe-to-repeat.ts';
import type { SessionRequest } from './session-request.ts';
import type { Settle, Settled } from './settle.ts';

/** What a {@link Call} must be told. */
export interface CallInit<Request, Response, Result> {
  readonly asked: SessionRequest<Request, Response, Result>;
  /** On the client's clock. */
  readonly startedAt: number;
  readonly timeoutMs: number;
  readonly host: CallHost;
  /** Undefined when nobody traces it. */
  readonly trace: CallTrace | undefined;
}

/** One call of a caller, from the request to whatever ends it: sent once, or again, on one connection or several. */
export class Call<Request, Response, Result> implements PendingCall, AskingCall, OpenCall, GatedCall {
  isWaiting = false;
  lossCount = 0;
  readonly deadlineAt: number;
  readonly promise: Promise<Result>;
  readonly #init: CallInit<Request, Response, Result>;
  #resolve!: (result: Result | Promise<Result>) => void;
  #reject!: (error: unknown) => void;
  #isSent = false;
  /** Whether an earlier sending may have had an effect. */
  #isInDoubt = false;
  #isSettled = false;
  #wasMoved = false;
  #sentOn: SentOn | undefined;
  #sentAfterZxid = 0n;
  #lostBy: Error | undefined;
  #found: Settled<Response> | undefined;
  #attempts = 0;
  #refusals = 0;
  #pause: Timer | undefined;

  constructor(init: CallInit<Request, Response, Result>) {
    this.#init = init;
    this.deadlineAt = init.startedAt + init.timeoutMs;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    init.asked.gate?.enter(this);
  }

  /** The caller's, which ends the call. */
  get signal(): AbortSignal | undefined {
    return this.#init.asked.options?.signal;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  get fixedXid(): number | undefined {
    return this.#init.asked.shape.fixedXid;
  }

  get paths(): readonly string[] {
    return pathsOf(this.#init.asked.request);
  }

  get gate(): CallGate | undefined {
    return this.#init.asked.gate;
  }

  get found(): Settled<unknown>['type'] | undefined {
    return this.#found?.type;
  }

  get isSent(): boolean {
    return this.#isSent || this.found === 'done';
  }

  write(writer: JuteWriter): void {
    const { shape, request } = this.#init.asked;
    writer.int(shape.operation.opCode);
    shape.operation.request.write(writer, request);
  }

  wrote(on: SentOn, lengthBytes: number): void {
    this.#isSent = true;
    this.#sentOn = on;
    this.#sentAfterZxid = on.lastZxid;
    this.#attempts++;
    this.#init.trace?.sent(on.endpoint, lengthBytes);
  }

  unwrite(): void {
    this.#isSent = false;
  }

  succeed(reader: JuteReader, zxid: bigint): void {
    const { shape, chroot, onReply } = this.#init.asked;
    const result = shape.result(shape.operation.response.read(reader), chroot);
    this.#settle();
    onReply?.(0, zxid);
    this.#succeed(result);
  }

  refuse(code: number, zxid: bigint): void {
    const { shape, path, onReply, instead } = this.#init.asked;
    if (code === ErrorCode.NoNode && shape.ifAbsent !== undefined) {
      this.#settle();
      onReply?.(code, zxid);
      this.#succeed(shape.ifAbsent.result);
      return;
    }
    const other = instead?.(code);
    if (other !== undefined) {
      this.#settle();
      onReply?.(code, zxid);
      this.#succeed(other);
      return;
    }
    // What an earlier sending did is not known by what became of this one, unless it makes no difference.
    const outcome = this.#isInDoubt && !this.#isMoot ? 'unknown' : undefined;
    const options = { operation: shape.name, context: this.#context(zxid), outcome } as const;
    const error = zooKeeperError(code, path, options);
    const decided = this.#tryAgain(error);
    if (decided === 'again') return;
    this.#settleBy(error);
    onReply?.(code, zxid);
    this.#reject(decided === undefined ? error : zooKeeperError(code, path, { ...options, detail: decided.problem }));
  }

  lose(cause: Error): void {
    const { shape, path } = this.#init.asked;
    const wasSent = this.#mayHaveHappened;
    this.#fail(new ConnectionLossError(path, { operation: shape.name, wasSent, cause, context: this.#context() }));
  }

  survive(cause: Error): Survival {
    if (this.#isSettled) return 'ended';
    const onLoss = this.#onLoss;
    const { shape, request, gate } = this.#init.asked;
    this.lossCount++;
    const isLast = this.#policy === false || this.lossCount >= LOSSES_MAX;
    const isGivenUp = onLoss === 'repeat' ? isLast : onLoss === 'unknown';
    if (isGivenUp || gate?.shutBy !== undefined || shape.isDecidable?.(request) === false) {
      this.lose(cause);
      return 'ended';
    }
    this.#isSent = false;
    this.#isInDoubt = true;
    this.#lostBy = cause;
    this.#found = undefined;
    return onLoss === 'repeat' && shape.operation.kind !== 'write' ? 'again' : this;
  }

  isForNextServer(): boolean {
    if (this.#wasMoved) return false;
    this.#wasMoved = true;
    return true;
  }

  async askOn(line: GreetingLine, kind: SessionKind): Promise<void> {
    const onLoss = this.#onLoss;
    if (typeof onLoss === 'string') this.#found = againAnyway;
    else if (line.isReadOnly) this.lose(new LinkError('a server without a quorum can tell nothing about it'));
    else this.#found = await this.#ask(onLoss, line, kind);
  }

  conclude(as: 'found' | 'again' | 'over', zxid: bigint): void {
    const found = as === 'again' ? afterAll(this.#found) : this.#found;
    if (found === undefined || this.#isSettled) return;
    if (found.type === 'repeat') this.#repeat(found.outcome, as === 'over' && !this.#isMoot);
    else if (found.type === 'unknown') this.lose(this.#cause);
    else if (found.type === 'done') this.#isDone(found.response);
    else this.#isRefused(found.code, zxid);
  }

  stop(reason: StopClass, cause?: unknown, detail?: string): void {
    const { shape, path } = this.#init.asked;
    const outcome = this.#mayHaveHappened ? 'unknown' : 'not-executed';
    const context = this.#context();
    const known = cause ?? this.#lostBy;
    const isSilence = reason === RequestTimeoutError && this.#isSent && context?.server !== undefined;
    const options = {
      operation: shape.name,
      outcome,
      context,
      detail: detail ?? (isSilence ? `${context.server}: the server has not answered` : undefined),
      ...(known !== undefined && { cause: known }),
    } as const;
    this.#fail(new reason(path, options));
  }

  get #mayHaveHappened(): boolean {
    return this.#isSent || this.#isInDoubt;
  }

  get #policy(): RetryPolicy | false {
    return this.#init.asked.options?.retry ?? this.#init.host.retry;
  }

  get #onLoss(): NonNullable<SessionRequest<Request, Response, Result>['shape']['onLoss']> {
    const { shape } = this.#init.asked;
    return shape.onLoss ?? (shape.operation.kind === 'read' ? 'repeat' : 'unknown');
  }

  /** It makes no difference how often it was carried out. */
  get #isMoot(): boolean {
    return this.#onLoss === 'repeat';
  }

  get #cause(): Error {
    return this.#lostBy ?? new LinkError('the reply was lost');
  }

  /** Undefined: it can't be asked, and the call has ended. */
  async #ask(
    settle: Settle<Request, Response>,
    line: GreetingLine,
    kind: SessionKind,
  ): Promise<Settled<Response> | undefined> {
    const { request, options } = this.#init.asked;
    const isRetryAsked = typeof options?.retry === 'function';
    const sessionId = this.#sentOn?.sessionId ?? 0n;
    try {
      return await settle({ request, sentAfterZxid: this.#sentAfterZxid, sessionId, isRetryAsked }, line, kind);
    } catch (error) {
      if (error instanceof ConnectionLossError && ++this.lossCount < LOSSES_MAX) throw error;
      this.lose(new LinkError('the next server did not tell what became of it', { cause: error }));
      return undefined;
    }
  }

  #isDone(response: Response): void {
    const { shape, chroot } = this.#init.asked;
    try {
      const result = shape.result(response, chroot);
      this.#settle();
      this.#succeed(result);
    } catch (error) {
      this.stop(MarshallingError, error);
    }
  }

  #isRefused(code: number, zxid: bigint): void {
    this.#isInDoubt = false;
    this.refuse(code, zxid);
  }

  /** It stands in the queue. */
  #repeat(outcome: 'not-executed' | 'unknown', isOver: boolean): void {
    this.#isInDoubt = outcome === 'unknown';
    if (isOver || this.#policy === false || this.lossCount >= LOSSES_MAX) this.lose(this.#cause);
  }

  /** A later call of the same view may have been carried out by now: behind a gate nothing is tried again. */
  #tryAgain(error: ZooKeeperError): 'again' | { readonly problem: string } | undefined {
    const { asked, startedAt, host } = this.#init;
    const {
      name: operation,
      operation: { kind },
    } = asked.shape;
    const policy = this.#policy;
    if (this.#isSettled || policy === false || asked.gate !== undefined) return undefined;
    if (!isSafeToRepeat(error.code, kind)) return undefined;
    const now = host.clock.now();
    const { random } = host;
    const attempt = { n: this.#refusals++, elapsedMs: now - startedAt, now, error, operation, random };
    const delayMs = delayBy(policy, attempt, 'retry');
    if (typeof delayMs === 'object') return delayMs;
    if (delayMs === false || now + delayMs >= this.deadlineAt) return undefined;
    this.#isSent = false;
    this.#pause = host.pause(this, delayMs);
    this.#tellRetry(delayMs, error);
    return 'again';
  }

  #tellRetry(delayMs: number, error: ZooKeeperError): void {
    if (!diagnostics.retry.hasSubscribers) return;
    const { asked, trace } = this.#init;
    const { name: operation } = asked.shape;
    diagnostics.retry.publish({ request: trace?.message, operation, attempt: this.#attempts, delayMs, error });
  }

  #context(zxid?: bigint): ErrorContext | undefined {
    if (this.#sentOn === undefined) return undefined;
    const { endpoint, sessionId } = this.#sentOn;
    return { server: formatEndpoint(endpoint), sessionId, zxid, attempts: this.#attempts };
  }

  #succeed(result: Result | Promise<Result>): void {
    const policy = this.#policy;
    if (policy !== false && policy.succeeded !== undefined) tellSuccess(policy);
    this.#resolve(result);
  }

  #fail(error: ZooKeeperError): void {
    if (this.#isSettled) return;
    this.#settleBy(error);
    this.#reject(error);
  }

  #settleBy(error: ZooKeeperError): void {
    if (error.outcome === 'unknown') this.#init.asked.gate?.shut(this, error);
    this.#settle();
  }

  #settle(): void {
    const { asked, host } = this.#init;
    this.#isSettled = true;
    this.#pause?.cancel();
    asked.gate?.leave(this);
    host.ended(this);
  }
}
