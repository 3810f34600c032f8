import { DataTree } from '@zookit/datatree';
import { OpCode } from '@zookit/protocol';
import { authProviders, type AuthProviders } from './auth/authentication.ts';
import { guardedProvider } from './auth/guarded-provider.ts';
import type { ServerConfig } from './config/server-config.ts';
import { answerFourLetterWord } from './four-letter-words/answer.ts';
import type { Logger } from './logger.ts';
import { MemoryState } from './memory-state.ts';
import { ClientListener } from './network/client-listener.ts';
import { rateLimited } from './rate-limited-logger.ts';
import { Reaper } from './reaper.ts';
import { configOf, environmentOf, type ServerEnvironment, type ServerOptions } from './server-options.ts';
import type { ServerState } from './server-state.ts';
import type { ServerView } from './server-view.ts';
import { StandaloneCore } from './standalone-core.ts';
import { StandaloneView } from './standalone-view.ts';
import { StoredState } from './storage/stored-state.ts';
import { treeOptions } from './tree-options.ts';

const NO_SESSION = 0n;

/**
 * A standalone ZooKeeper server inside this process. With a `dataDir` it keeps its data there, in Apache's formats, and a
 * write is on disk before it is acknowledged; without one the data is in memory.
 *
 * ```ts
 * await using server = await ZooKeeperServer.start({ port: 0 });
 * console.log(`connect to 127.0.0.1:${server.port}`);
 * ```
 */
export class ZooKeeperServer implements AsyncDisposable {
  readonly #logger: Logger;
  readonly #state: ServerState;
  readonly #core: StandaloneCore;
  readonly #listener: ClientListener;
  readonly #reaper: Reaper;
  readonly #view: StandaloneView;
  readonly #failed: Promise<Error>;
  #reportFailure: (cause: Error) => void = () => undefined;
  #closed: Promise<void> | undefined;
  #hasFailed = false;

  private constructor(
    config: ServerConfig,
    environment: ServerEnvironment,
    state: ServerState,
    providers: AuthProviders,
  ) {
    this.#logger = environment.logger;
    this.#state = state;
    this.#failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
    this.#core = new StandaloneCore(config, {
      clock: environment.clock,
      logger: environment.logger,
      state,
      providers,
      answerWord: (word) => answerFourLetterWord(word, this.#view),
      onFatalError: (error) => {
        this.#fail(error);
      },
    });
    const { clock, tree, pipeline } = this.#core;
    this.#listener = new ClientListener(this.#core);
    this.#view = new StandaloneView(this.#core, this.#listener, state, environment.build);
    this.#reaper = new Reaper({
      tree,
      clock,
      config: config.container,
      remove: (path) => {
        pipeline.propose(OpCode.deleteContainer, { path }, NO_SESSION);
      },
    });
  }

  /**
   * Starts a server. Rejects when its port cannot be had, and with the errors of `@zookit/txnlog`, which name the file and
   * say what to do, when its data cannot.
   */
  static async start(options: ServerOptions = {}): Promise<ZooKeeperServer> {
    const config = configOf(options);
    const environment = limited(environmentOf(options));
    const providers = providersOf(config, environment);
    const state = await openState(config, environment, providers);
    const server = new ZooKeeperServer(config, environment, state, providers);
    try {
      await server.#core.begin();
      if (server.#hasFailed) throw await server.failed;
      await server.#listener.listen();
    } catch (error) {
      await server.close();
      throw error;
    }
    server.#view.isServing = true;
    server.#reaper.start();
    return server;
  }

  /** The port that clients reach. */
  get port(): number {
    return this.#listener.port;
  }

  /** What may be shown to an operator. */
  get view(): ServerView {
    return this.#view;
  }

  /** Resolves with the cause when the server stops by itself: it does rather than answer wrongly. */
  get failed(): Promise<Error> {
    return this.#failed;
  }

  /** Stops: no new connections, no new requests; what is in process is answered; then every connection is ended. */
  close(): Promise<void> {
    this.#closed ??= this.#stop();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #stop(): Promise<void> {
    this.#view.isServing = false;
    this.#reaper.stop();
    this.#core.sessions.tracker.stop();
    this.#listener.stopReading();
    await this.#core.idle();
    await this.#listener.close();
    try {
      await this.#state.close();
    } catch (error) {
      // After a failure of the log, closing it fails for the same reason, which was reported.
      if (!this.#hasFailed) throw error;
    }
  }

  #fail(error: unknown): void {
    const cause = error instanceof Error ? error : new Error('unknown failure', { cause: error });
    this.#logger.error('server stops: a transaction could not be committed', { error: cause });
    this.#hasFailed = true;
    this.#reportFailure(cause);
    void this.close();
  }
}

/** What strangers can cause at will must not flood the log. */
function limited(environment: ServerEnvironment): ServerEnvironment {
  return { ...environment, logger: rateLimited(environment.logger, environment.clock) };
}

function providersOf(config: ServerConfig, { authProviders: more, logger }: ServerEnvironment): AuthProviders {
  return authProviders(
    config,
    more.map((provider) => guardedProvider(provider, logger)),
  );
}

async function openState(
  config: ServerConfig,
  environment: ServerEnvironment,
  providers: AuthProviders,
): Promise<ServerState> {
  const hashSeed = Buffer.from(environment.randomBytes(4)).readInt32LE();
  const options = { ...treeOptions(config, providers, environment.logger), hashSeed };
  if (config.dataDir === undefined) return new MemoryState(new DataTree(options), environment);
  return StoredState.open(config.dataDir, config, environment, options);
}
