import { type AnyOperation, ErrorCode, type OpCode } from '@zookit/protocol';
import type { ConnectionState } from '../connection-state.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import type { Endpoint } from '../transport/transport.ts';

const SERVERS_MAX = 256;

/** Which operations which servers lack, as far as they have said so. */
export class Downgrades {
  readonly #lacking = new Map<string, Set<OpCode>>();

  /** Whether the server that serves now is known to lack an operation. */
  isLacking(state: ConnectionState, { opCode }: Pick<AnyOperation, 'opCode'>): boolean {
    if (this.#lacking.size === 0 || state.status !== 'connected') return false;
    return this.#lacking.get(formatEndpoint(state.server))?.has(opCode) === true;
  }

  /**
   * For the `instead` of a request: does another thing when the server lacks the operation. It is the server that served in
   * `state`, when the request was made; without one, the next request finds out again.
   */
  instead<Result>(
    state: ConnectionState,
    { opCode }: Pick<AnyOperation, 'opCode'>,
    other: () => Promise<Result>,
  ): (code: number) => Promise<Result> | undefined {
    return (code) => {
      if (code !== ErrorCode.Unimplemented) return undefined;
      if (state.status === 'connected') this.#remember(state.server, opCode);
      // Not in the turn of the reply: the server closes this connection, and what is sent from then on waits for the next.
      return Promise.resolve().then(other);
    };
  }

  #remember(endpoint: Endpoint, opCode: OpCode): void {
    const server = formatEndpoint(endpoint);
    const known = this.#lacking.get(server) ?? new Set<OpCode>();
    if (this.#lacking.size >= SERVERS_MAX) this.#lacking.clear();
    this.#lacking.set(server, known.add(opCode));
  }
}
