import { connect, type Socket } from 'node:net';
import type { Dial, Endpoint, Transport, TransportEvents } from './transport.ts';

/** Connects by TCP. */
export const tcpDial: Dial = (endpoint, events) => new TcpTransport(endpoint, events);

class TcpTransport implements Transport {
  readonly #socket: Socket;
  readonly #events: TransportEvents;
  #error: Error | undefined;
  #isDestroyed = false;

  constructor(endpoint: Endpoint, events: TransportEvents) {
    this.#events = events;
    this.#socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
    this.#socket.on('connect', () => {
      if (!this.#isDestroyed) events.onConnected();
    });
    this.#socket.on('data', (chunk: Buffer) => {
      if (!this.#isDestroyed) events.onBytes(chunk);
    });
    this.#socket.on('drain', () => {
      if (!this.#isDestroyed) events.onDrained();
    });
    this.#socket.on('error', (error) => {
      this.#error = error;
    });
    this.#socket.on('close', () => {
      this.#close();
    });
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes);
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#socket.destroy();
  }

  #close(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#events.onClosed(this.#error);
  }
}
