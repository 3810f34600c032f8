import type { JuteReader, JuteWriter } from '@zookit/jute';
import { ConnectionLossError, ErrorCode, type ZooKeeperError, zooKeeperError } from '@zookit/protocol';
import type { PendingCall, StopClass } from '../wire/pending-call.ts';
import type { OpenCall, OpenCalls } from './open-calls.ts';
import type { SessionRequest } from './session-request.ts';

/** What a {@link Call} must be told. */
export interface CallInit<Request, Response, Result> {
  readonly asked: SessionRequest<Request, Response, Result>;
  /** On the client's clock. */
  readonly deadlineAt: number;
  readonly open: OpenCalls;
}

/** One call of a caller, from the request to whatever ends it. */
export class Call<Request, Response, Result> implements PendingCall, OpenCall {
  readonly deadlineAt: number;
  readonly promise: Promise<Result>;
  readonly #init: CallInit<Request, Response, Result>;
  #resolve!: (result: Result) => void;
  #reject!: (error: Error) => void;
  #isWritten = false;
  #isSettled = false;
  #wasMoved = false;
  #onSettled: (() => void) | undefined;

  constructor(init: CallInit<Request, Response, Result>) {
    this.#init = init;
    this.deadlineAt = init.deadlineAt;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  get fixedXid(): number | undefined {
    return this.#init.asked.shape.fixedXid;
  }

  write(writer: JuteWriter): void {
    const { shape, request } = this.#init.asked;
    writer.int(shape.operation.opCode);
    shape.operation.request.write(writer, request);
  }

  wrote(): void {
    this.#isWritten = true;
  }

  unwrite(): void {
    this.#isWritten = false;
  }

  succeed(reader: JuteReader, zxid: bigint): void {
    const { shape, chroot, onReply } = this.#init.asked;
    const result = shape.result(shape.operation.response.read(reader), chroot);
    this.#settle();
    onReply?.(0, zxid);
    this.#resolve(result);
  }

  refuse(code: number, zxid: bigint): void {
    const { shape, path, onReply } = this.#init.asked;
    this.#settle();
    onReply?.(code, zxid);
    if (code === ErrorCode.NoNode && shape.ifAbsent !== undefined) this.#resolve(shape.ifAbsent.result);
    else this.#reject(zooKeeperError(code, path, { operation: shape.name }));
  }

  lose(cause: Error): void {
    const { shape, path } = this.#init.asked;
    this.#fail(new ConnectionLossError(path, { operation: shape.name, wasSent: this.#isWritten, cause }));
  }

  isForNextServer(): boolean {
    if (this.#wasMoved) return false;
    this.#wasMoved = true;
    return true;
  }

  stop(reason: StopClass, cause?: unknown): void {
    const { shape, path } = this.#init.asked;
    const outcome = this.#isWritten ? 'unknown' : 'not-executed';
    this.#fail(new reason(path, { operation: shape.name, outcome, ...(cause !== undefined && { cause }) }));
  }

  /** Ends the call by a `reason` when `signal` is aborted. */
  abortBy(signal: AbortSignal, reason: StopClass): void {
    const abort = (): void => this.stop(reason, signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    this.#onSettled = () => signal.removeEventListener('abort', abort);
  }

  #fail(error: ZooKeeperError): void {
    if (this.#isSettled) return;
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.#isSettled = true;
    this.#init.open.delete(this);
    this.#onSettled?.();
  }
}
