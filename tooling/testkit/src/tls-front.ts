import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import type { Target } from './exchange.ts';
import { SocketPairs } from './socket-pairs.ts';

/** Speaks TLS in front of a server that does not: what comes out of it goes to the server in plain, and back. */
export class TlsFront implements AsyncDisposable {
  readonly #listener: Server;
  readonly #pairs = new SocketPairs();

  private constructor(target: Target, options: TlsOptions) {
    this.#listener = createServer(options, (client) => {
      this.#pairs.join(client, connect({ port: target.port, host: target.host ?? '127.0.0.1', noDelay: true }));
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
    this.#pairs.destroy();
    await once(this.#listener, 'close');
  }
}
