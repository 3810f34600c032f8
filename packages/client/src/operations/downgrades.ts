import { type AnyOperation, type OpCode, UnimplementedError } from '@zookit/protocol';
import type { ConnectionState } from '../connection-state.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { Requests } from '../session/requests.ts';

const SERVERS_MAX = 256;

/** Which operations which servers lack, as far as they have said so. */
export class Downgrades {
  readonly #lacking = new Map<string, Set<OpCode>>();

  /** Whether the server that serves now is known to lack an operation. */
  isLacking(state: ConnectionState, { opCode }: Pick<AnyOperation, 'opCode'>): boolean {
    if (this.#lacking.size === 0 || state.status !== 'connected') return false;
    return this.#lacking.get(formatEndpoint(state.server))?.has(opCode) === true;
  }

  /** Does `first`; or `second` instead, when the server lacks the operation that `first` takes. */
  async attempt<Result>(
    requests: Requests,
    operation: Pick<AnyOperation, 'opCode'>,
    first: () => Promise<Result>,
    second: () => Promise<Result>,
  ): Promise<Result> {
    const { state } = requests;
    if (this.isLacking(state, operation)) return second();
    try {
      return await first();
    } catch (error) {
      if (!this.tellsLack(error, state, operation)) throw error;
      return second();
    }
  }

  /**
   * Whether an error says that the server lacks an operation; then it is remembered. The server is the one that served in
   * `state`, when the request was made; without one, the next request finds out again.
   */
  tellsLack(error: unknown, state: ConnectionState, { opCode }: Pick<AnyOperation, 'opCode'>): boolean {
    if (!(error instanceof UnimplementedError)) return false;
    if (state.status === 'connected') this.#remember(state.server, opCode);
    return true;
  }

  #remember(endpoint: Endpoint, opCode: OpCode): void {
    const server = formatEndpoint(endpoint);
    const known = this.#lacking.get(server) ?? new Set<OpCode>();
    if (this.#lacking.size >= SERVERS_MAX) this.#lacking.clear();
    this.#lacking.set(server, known.add(opCode));
  }
}
