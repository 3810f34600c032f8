import { ClosingError, InvalidStateError } from '@zookit/protocol';
import type { ConnectionState } from '../connection-state.ts';
import { CallGate } from './call-gate.ts';
import type { Requests } from './requests.ts';
import type { SessionRequest } from './session-request.ts';

/**
 * The requests of a view that keeps them in their order: once nobody knows what became of one, none behind it is sent. They
 * are not tried again when the server postpones them, for those behind them may have been carried out by then.
 */
export class OrderedRequests implements Requests, Disposable {
  readonly #requests: Requests;
  readonly #gate = new CallGate();
  #isDisposed = false;

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  get lastZxid(): bigint {
    return this.#requests.lastZxid;
  }

  get state(): ConnectionState {
    return this.#requests.state;
  }

  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    const { shape, path } = asked;
    const notExecuted = { operation: shape.name, outcome: 'not-executed' } as const;
    if (this.#isDisposed) return Promise.reject(new ClosingError(path, notExecuted));
    const cause = this.#gate.shutBy;
    if (cause !== undefined) return Promise.reject(new InvalidStateError(path, { ...notExecuted, cause }));
    return this.#requests.submit({ ...asked, gate: this.#gate });
  }

  /** The view takes no more calls; those that were made go on. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
  }
}
