import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import type { Target } from './exchange.ts';

/** Speaks TLS in front of a server that does not: what comes out of it goes to the server in plain, and back. */
export class TlsFront implements AsyncDisposable {
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: Target, options: TlsOptions) {
    this.#listener = createServer(options, (client) => {
      const server = connect({ port: target.port, host: target.host ?? '127.0.0.1', noDelay: true });
      this.#join(client, server);
      this.#join(server, client);
    });
  }

  /** Begins to listen on a free port. */
  static async start(target: Target, options: TlsOptions): Promise<TlsFront> {
    const front = new TlsFront(target, options);
    front.#listener.listen(0, '127.0.0.1');
    await once(front.#listener, 'listening');
    return front;
  }

  /** The port to connect to instead of the server's. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#listener, 'close');
  }

  /** An error of either side ends both. */
  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }
}
