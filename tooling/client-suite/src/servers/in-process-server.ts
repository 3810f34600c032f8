import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type ServerConfig, ZooKeeperServer } from '@zookit/server';
import { type RunningServer, type ServerUnderTest, type Settings, suiteSettings } from '../server-under-test.ts';

/** Small files, no waiting for the disk: no test pulls the plug of the machine. */
const STORAGE_SETTINGS: Settings = { preAllocSize: '64', forceSync: 'no' };

/** Our server, inside the process of the test. */
export const inProcessServer: ServerUnderTest = {
  name: 'our server',
  release: '3.9',
  start: (settings = {}) => InProcessServer.start(settings),
};

class InProcessServer implements RunningServer {
  readonly #config: ServerConfig;
  readonly #dataDir: string;
  #server: ZooKeeperServer;

  private constructor(config: ServerConfig, dataDir: string, server: ZooKeeperServer) {
    this.#config = config;
    this.#dataDir = dataDir;
    this.#server = server;
  }

  static async start(settings: Settings): Promise<InProcessServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'client-suite-'));
    const config = configOf({ ...suiteSettings, ...STORAGE_SETTINGS, dataDir, clientPort: '2181', ...settings });
    const server = await ZooKeeperServer.start({ ...config, port: 0 });
    return new InProcessServer({ ...config, port: server.port }, dataDir, server);
  }

  get port(): number {
    return this.#config.port;
  }

  stop(): Promise<void> {
    return this.#server.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#server = await ZooKeeperServer.start(this.#config);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

function configOf(settings: Settings): ServerConfig {
  const written = Object.entries(settings).map(([key, value]) => ({ key, value, origin: 'the suite' }));
  return { ...readConfig('the suite', written).config, host: '127.0.0.1' };
}
