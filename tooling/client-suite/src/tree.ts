import { type ClientOptions, connect, type ZooKeeper } from '@zookit/client';
import type { RunningServer } from './server-under-test.ts';

/** What a test tells a client; where the server is, is known. */
export type TreeClientOptions = Omit<ClientOptions, 'connect'> & { readonly connect?: ClientOptions['connect'] };

/** A subtree of a server for one test alone: what its clients call `/` is a znode that no other test knows. */
export interface Tree {
  /** Where it is on the server. */
  readonly path: string;
  /** A client whose root is the tree, unless `options` say another chroot or another way to the server. */
  connect(options?: TreeClientOptions): Promise<ZooKeeper>;
}

/** An empty tree of a server. Its clients, when they were not closed by then, are closed by disposing of it. */
export class EmptyTree implements Tree, AsyncDisposable {
  readonly path: string;
  readonly #connectString: string;
  readonly #clients: ZooKeeper[] = [];

  private constructor(path: string, connectString: string) {
    this.path = path;
    this.#connectString = connectString;
  }

  /** Makes the znode `path`, which is the tree. */
  static async of({ port }: RunningServer, path: string): Promise<EmptyTree> {
    const connectString = `127.0.0.1:${port}`;
    await using maker = await connect({ connect: connectString });
    await maker.create(path);
    return new EmptyTree(path, connectString);
  }

  async connect(options: TreeClientOptions = {}): Promise<ZooKeeper> {
    const client = await connect({ connect: this.#connectString, chroot: this.path, ...options });
    this.#clients.push(client);
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
