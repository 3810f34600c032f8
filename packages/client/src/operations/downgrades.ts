import { type AnyOperation, ErrorCode } from '@zookit/protocol';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import type { MissingOperations } from '../missing-operations.ts';
import type { Requests } from '../session/requests.ts';

/** What is done in place of operations that a server lacks. */
export class Downgrades {
  readonly #missing: MissingOperations;

  constructor(missing: MissingOperations) {
    this.#missing = missing;
  }

  /** Whether the server that serves now is known to lack an operation. */
  isLacking({ state }: Requests, { opCode }: Pick<AnyOperation, 'opCode'>): boolean {
    return state.status === 'connected' && this.#missing.has(formatEndpoint(state.server), opCode);
  }

  /**
   * For the `instead` of a request: does another thing when the server lacks the operation. It is the server that serves when
   * the reply comes, whichever the request was made for.
   */
  instead<Result>(
    requests: Requests,
    { opCode }: Pick<AnyOperation, 'opCode'>,
    other: () => Promise<Result>,
  ): (code: number) => Promise<Result> | undefined {
    return (code) => {
      if (code !== ErrorCode.Unimplemented) return undefined;
      const { state } = requests;
      if (state.status === 'connected') this.#missing.add(formatEndpoint(state.server), opCode);
      // Not in the turn of the reply: the server closes this connection, and what is sent from then on waits for the next.
      return Promise.resolve().then(other);
    };
  }
}
