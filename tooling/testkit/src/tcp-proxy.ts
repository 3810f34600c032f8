import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Target } from './exchange.ts';

/** Which way bytes go through a proxy. */
export type Direction = 'toServer' | 'toClient';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** A cut to come. */
interface Fuse {
  bytesLeft: number;
  readonly onCut: () => void;
}

/** A TCP proxy before one server, with which a test cuts connections, holds bytes back and ends one direction. */
export class TcpProxy implements AsyncDisposable {
  readonly #target: Target;
  readonly #listener: Server;
  readonly #links = new Set<Link>();
  readonly #held = new Set<Direction>();
  readonly #fuses = new Map<Direction, Fuse>();

  private constructor(target: Target) {
    this.#target = target;
    this.#listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#link(client);
    });
  }

  /** Starts a proxy on a free port. */
  static async start(target: Target): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  /** The port to connect to instead of the server's. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** How many connections go through the proxy. */
  get connectionCount(): number {
    return this.#links.size;
  }

  /** Cuts every connection, without a farewell to either side. New ones are let through. */
  cut(): void {
    for (const { client, server } of this.#links) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /**
   * Lets `byteCount` more bytes through in one direction, of whatever connection, and then cuts every connection; for 0, when
   * the next byte would pass. Whoever was to receive the bytes gets them. Resolves when that has happened.
   */
  cutAfter(direction: Direction, byteCount: number): Promise<void> {
    return new Promise((resolve) => {
      this.#fuses.set(direction, { bytesLeft: byteCount, onCut: resolve });
    });
  }

  /** Lets no more bytes through in one direction, until `release`. */
  hold(direction: Direction): void {
    this.#held.add(direction);
    for (const link of this.#links) source(link, direction).pause();
  }

  /** Lets the bytes through again, those that were held back first. */
  release(direction: Direction): void {
    this.#held.delete(direction);
    for (const link of this.#links) source(link, direction).resume();
  }

  /** Tells the receiver of one direction that nothing more will come, and lets the other direction be. */
  halfClose(direction: Direction): void {
    for (const { client, server } of this.#links) (direction === 'toServer' ? server : client).end();
  }

  /** Cuts everything and gives the port back. */
  async close(): Promise<void> {
    this.cut();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #link(client: Socket): void {
    const { port, host = '127.0.0.1' } = this.#target;
    const server = connect({ host, port, noDelay: true, allowHalfOpen: true });
    const link: Link = { client, server };
    this.#links.add(link);
    this.#pipe(client, server, 'toServer', link);
    this.#pipe(server, client, 'toClient', link);
  }

  #pipe(from: Socket, to: Socket, direction: Direction, link: Link): void {
    from.on('data', (chunk: Buffer) => {
      if (!this.#burn(chunk, to, direction) && !to.writableEnded) to.write(chunk);
    });
    from.on('end', () => to.end());
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#links.delete(link);
      to.destroy();
    });
    if (this.#held.has(direction)) from.pause();
  }

  /** Whether these bytes, or part of them, were the last to pass. */
  #burn(chunk: Buffer, to: Socket, direction: Direction): boolean {
    const fuse = this.#fuses.get(direction);
    if (fuse === undefined) return false;
    if (fuse.bytesLeft > chunk.length) {
      fuse.bytesLeft -= chunk.length;
      return false;
    }
    this.#fuses.delete(direction);
    // A reset could make the receiver throw away what it has not read; a normal end doesn't.
    to.end(chunk.subarray(0, fuse.bytesLeft), () => {
      this.cut();
      fuse.onCut();
    });
    return true;
  }
}

function source({ client, server }: Link, direction: Direction): Socket {
  return direction === 'toServer' ? client : server;
}
