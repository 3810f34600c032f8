import type { Socket } from 'node:net';
import type { Transport, TransportEvents } from './transport.ts';

/** What a {@link SocketTransport} must be told. */
export interface SocketTransportOptions {
  /** After which the connection takes bytes. */
  readonly readyEvent: 'connect' | 'secureConnect';
  /** Puts an error into the words of the options. */
  readonly explain: (error: Error, isReady: boolean) => Error;
  /** What is told when the server ends a connection on which it has said nothing. */
  readonly silentEnd: () => Error;
}

/** A connection by a socket, which may be brought later. */
export class SocketTransport implements Transport {
  readonly #events: TransportEvents;
  readonly #options: SocketTransportOptions;
  #socket: Socket | undefined;
  #error: Error | undefined;
  #isReady = false;
  #hasReceived = false;
  #isDestroyed = false;

  constructor(events: TransportEvents, options: SocketTransportOptions) {
    this.#events = events;
    this.#options = options;
  }

  /** Whether nobody wants the connection any more. */
  get isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  /** Brings the socket. */
  use(socket: Socket): void {
    this.#socket = socket;
    socket.on(this.#options.readyEvent, () => this.#ready());
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('drain', () => {
      if (!this.#isDestroyed) this.#events.onDrained();
    });
    socket.on('error', (error) => {
      this.#error = this.#options.explain(error, this.#isReady);
    });
    socket.on('close', () => this.#close());
  }

  /** There will be no socket. */
  fail(error: Error): void {
    this.#error = error;
    this.#close();
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket?.write(bytes) ?? true;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#socket?.destroy();
  }

  #ready(): void {
    if (this.#isDestroyed) return;
    this.#isReady = true;
    this.#events.onConnected();
  }

  #receive(chunk: Buffer): void {
    if (this.#isDestroyed) return;
    this.#hasReceived = true;
    this.#events.onBytes(chunk);
  }

  #close(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    const isSilentEnd = this.#error === undefined && !this.#hasReceived;
    this.#events.onClosed(isSilentEnd ? this.#options.silentEnd() : this.#error);
  }
}
