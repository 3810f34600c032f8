import type { JuteReader, JuteWriter } from '@zookit/jute';
import { ConnectionLossError, type Operation, zooKeeperError } from '@zookit/protocol';
import type { PendingCall, StopClass } from '../wire/pending-call.ts';

/** A request of a greeter: it belongs to one connection and ends with it. */
export class GreetingCall<Request, Response> implements PendingCall {
  isWaiting = false;
  /** It belongs to one connection. */
  readonly lossCount = 0;
  readonly promise: Promise<Response>;
  readonly fixedXid: number | undefined;
  readonly #operation: Operation<Request, Response>;
  readonly #request: Request;
  #resolve!: (response: Response) => void;
  #reject!: (error: Error) => void;
  #isWritten = false;
  #isSettled = false;

  constructor(operation: Operation<Request, Response>, request: Request, fixedXid?: number) {
    this.fixedXid = fixedXid;
    this.#operation = operation;
    this.#request = request;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  write(writer: JuteWriter): void {
    writer.int(this.#operation.opCode);
    this.#operation.request.write(writer, this.#request);
  }

  wrote(): void {
    this.#isWritten = true;
  }

  unwrite(): void {
    this.#isWritten = false;
  }

  succeed(reader: JuteReader): void {
    const response = this.#operation.response.read(reader);
    this.#isSettled = true;
    this.#resolve(response);
  }

  refuse(code: number): void {
    this.#fail(zooKeeperError(code, undefined, { operation: this.#operation.name }));
  }

  lose(cause: Error): void {
    const { name } = this.#operation;
    this.#fail(new ConnectionLossError(undefined, { operation: name, wasSent: this.#isWritten, cause }));
  }

  survive(cause: Error): 'ended' {
    this.lose(cause);
    return 'ended';
  }

  isForNextServer(): boolean {
    return false;
  }

  stop(reason: StopClass, cause?: unknown): void {
    this.#fail(new reason(undefined, { operation: this.#operation.name, ...(cause !== undefined && { cause }) }));
  }

  #fail(error: Error): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#reject(error);
  }
}
