import { randomBytes } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';

/**
 * A socket in a directory that a process listens on as long as it lives. The kernel knows whether it still does: so does
 * whoever sees the directory on the same machine, also from a container that doesn't see the process.
 */
export class Beacon {
  /** The name of the socket in the directory. */
  readonly name: string;
  readonly #directory: FileHandle;
  readonly #server: Server;

  private constructor(name: string, directory: FileHandle, server: Server) {
    this.name = name;
    this.#directory = directory;
    this.#server = server;
  }

  /** Undefined where the file system takes no sockets. */
  static async light(directory: string): Promise<Beacon | undefined> {
    const name = `zookit.${randomBytes(8).toString('hex')}.sock`;
    const handle = await open(directory, 'r');
    const server = createServer((socket) => socket.destroy()).unref();
    try {
      await listening(server, shortPath(handle, name));
      return new Beacon(name, handle, server);
    } catch {
      await handle.close();
      return undefined;
    }
  }

  /** Whether the process that lit it is alive; undefined when that cannot be told. */
  static async isLit(directory: string, name: string): Promise<boolean | undefined> {
    const handle = await open(directory, 'r');
    try {
      return await isAnswered(shortPath(handle, name));
    } finally {
      await handle.close();
    }
  }

  /** Removes it. */
  async putOut(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#directory.close();
  }
}

/** The path of a socket may have no more than 107 bytes, that of a directory more. */
function shortPath(directory: FileHandle, name: string): string {
  return `/proc/self/fd/${directory.fd}/${name}`;
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function isAnswered(path: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'ECONNREFUSED' ? false : undefined);
    });
  });
}
