import { ZooKeeperServer, type ServerOptions } from '../../src/index.ts';

/** A server on a free port of this machine, which other machines cannot reach. */
export function startServer(options: ServerOptions = {}): Promise<ZooKeeperServer> {
  return ZooKeeperServer.start({ host: '127.0.0.1', port: 0, ...options });
}
