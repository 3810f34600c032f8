import { connect, type ZooKeeper } from '@zookit/client';
import { type ServerOptions, ZooKeeperServer } from '@zookit/server';

/** A server in this process, with a session to fill it. */
export class RunningServer implements AsyncDisposable {
  readonly client: ZooKeeper;
  readonly #server: ZooKeeperServer;

  private constructor(server: ZooKeeperServer, client: ZooKeeper) {
    this.#server = server;
    this.client = client;
  }

  static async start(options: ServerOptions = {}): Promise<RunningServer> {
    const server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0, extendedTypesEnabled: true, ...options });
    return new RunningServer(server, await connect({ connect: `127.0.0.1:${server.port}` }));
  }

  get port(): number {
    return this.#server.port;
  }

  /** For `-server`. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.#server.close();
  }
}
