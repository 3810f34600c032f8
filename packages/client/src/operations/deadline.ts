import { RequestTimeoutError } from '@zookit/protocol';
import { type CallOptions, sharedOptions } from '../call-options.ts';
import type { OperationContext } from './context.ts';

/** The time that a call has which takes several requests, one after the other. */
export class Deadline {
  readonly #context: OperationContext;
  readonly #operation: string;
  readonly #shared: CallOptions;
  readonly #at: number;

  constructor(context: OperationContext, operation: string, options: CallOptions) {
    this.#context = context;
    this.#operation = operation;
    this.#shared = sharedOptions(options);
    this.#at = context.clock.now() + (options.timeoutMs ?? context.requestTimeoutMs);
  }

  /** The options of a request that begins now. Throws `RequestTimeoutError` when the time is over. */
  optionsFor(path: string): CallOptions {
    const timeoutMs = this.#at - this.#context.clock.now();
    if (timeoutMs > 0) return { ...this.#shared, timeoutMs };
    throw new RequestTimeoutError(path, { operation: this.#operation, outcome: 'not-executed' });
  }
}
