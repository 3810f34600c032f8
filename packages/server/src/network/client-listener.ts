import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Timer } from '../clock.ts';
import { Connection, Hold } from './connection.ts';
import type { ConnectionContext } from './connection-context.ts';

/** Accepts the connections of clients and keeps their number within the limits. */
export class ClientListener {
  readonly #context: ConnectionContext;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #perAddress = new Map<string, number>();
  #sweep: Timer | undefined;
  #onLastGone: (() => void) | undefined;

  constructor(context: ConnectionContext) {
    this.#context = context;
    const { tcpKeepAlive } = context.config;
    // The end of what a client sends is not the end of what it reads: `echo ruok | nc` waits for the answer.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: tcpKeepAlive }, (socket) => {
      this.#accept(socket);
    });
  }

  /** The connections that are open. */
  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  /** The port that clients reach; 0 while none is open. */
  get port(): number {
    const address = this.#server.address() as AddressInfo | null;
    return address?.port ?? 0;
  }

  /** Opens the port. Rejects with Node's error when it cannot be had. */
  async listen(): Promise<void> {
    const { host, port, listenBacklog } = this.#context.config;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, ...(listenBacklog > 0 && { backlog: listenBacklog }) }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#server.on('error', (error) => {
      this.#context.logger.error('cannot accept connections', { error });
    });
    this.#scheduleSweep();
  }

  /** Accepts no more connections and takes no more requests from those that are open. */
  stopReading(): void {
    this.#sweep?.cancel();
    if (this.#server.listening) this.#server.close();
    for (const connection of this.#connections) connection.hold(Hold.STOPPING);
  }

  /** Sends what is gathered and ends every connection; resolves when all sockets are closed. */
  async close(): Promise<void> {
    for (const connection of this.#connections) connection.end();
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onLastGone = resolve;
    });
  }

  #accept(socket: Socket): void {
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.#context);
    const address = connection.remoteAddress;
    const fromAddress = this.#perAddress.get(address) ?? 0;
    const refusal = this.#refusal(fromAddress);
    this.#connections.add(connection);
    this.#perAddress.set(address, fromAddress + 1);
    socket.once('close', () => {
      this.#gone(connection);
    });
    if (refusal === undefined) return;
    this.#context.logger.warn('connection refused', { remote: address, ...refusal });
    connection.close();
  }

  #gone(connection: Connection): void {
    this.#connections.delete(connection);
    const left = (this.#perAddress.get(connection.remoteAddress) ?? 0) - 1;
    if (left > 0) this.#perAddress.set(connection.remoteAddress, left);
    else this.#perAddress.delete(connection.remoteAddress);
    if (this.#connections.size === 0) this.#onLastGone?.();
  }

  #refusal(fromAddress: number): Record<string, unknown> | undefined {
    const { connectionsMax, connectionsPerAddressMax } = this.#context.config;
    if (connectionsMax > 0 && this.#connections.size >= connectionsMax) {
      return { reason: 'too many connections', max: connectionsMax };
    }
    if (connectionsPerAddressMax > 0 && fromAddress >= connectionsPerAddressMax) {
      return { reason: 'too many connections from this address', max: connectionsPerAddressMax };
    }
    return undefined;
  }

  /** Closes connections that never asked for a session. */
  #scheduleSweep(): void {
    const { clock, config } = this.#context;
    this.#sweep = clock.schedule(() => {
      const acceptedBefore = clock.now() - config.sessionlessTimeoutMs;
      for (const connection of this.#connections) {
        if (connection.session === undefined && connection.acceptedAt <= acceptedBefore) connection.close();
      }
      this.#scheduleSweep();
    }, config.sessionlessTimeoutMs);
  }
}
