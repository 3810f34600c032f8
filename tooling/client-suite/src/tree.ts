import { type ClientOptions, connect, type ZooKeeper } from '@zookit/client';
import { addressOf } from './address-of.ts';
import type { RunningServer } from './server-under-test.ts';

/** What a test tells a client; where the server is, is known. */
export type TreeClientOptions = Omit<ClientOptions, 'connect'> & { readonly connect?: ClientOptions['connect'] };

/** A subtree of a server for one test alone: what its clients call `/` is a znode that no other test knows. */
export interface Tree {
  readonly server: RunningServer;
  /** Where it is on the server. */
  readonly path: string;
  /** A client whose root is the tree, unless `options` say another chroot or another way to the server. */
  connect(options?: TreeClientOptions): Promise<ZooKeeper>;
}

/** An empty tree of a server. Its clients, when they were not closed by then, are closed by disposing of it. */
export class EmptyTree implements Tree, AsyncDisposable {
  readonly server: RunningServer;
  readonly path: string;
  readonly #clients: ZooKeeper[] = [];

  private constructor(server: RunningServer, path: string) {
    this.server = server;
    this.path = path;
  }

  /** Makes the znode `path`, which is the tree. */
  static async of(server: RunningServer, path: string): Promise<EmptyTree> {
    await using maker = await connect({ connect: addressOf(server) });
    await maker.create(path);
    return new EmptyTree(server, path);
  }

  async connect(options: TreeClientOptions = {}): Promise<ZooKeeper> {
    const client = await connect({ connect: addressOf(this.server), chroot: this.path, ...options });
    this.#clients.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
