import { OpCode } from '@zookit/protocol';
import { answerFourLetterWord } from './four-letter-words/answer.ts';
import type { Logger } from './logger.ts';
import { ClientListener } from './network/client-listener.ts';
import { Reaper } from './reaper.ts';
import { configOf, environmentOf, type ServerOptions } from './server-options.ts';
import type { ServerView } from './server-view.ts';
import { StandaloneCore } from './standalone-core.ts';
import { StandaloneView } from './standalone-view.ts';

const NO_SESSION = 0n;

/**
 * A standalone ZooKeeper server inside this process. It keeps its data in memory.
 *
 * ```ts
 * await using server = await ZooKeeperServer.start({ port: 0 });
 * console.log(`connect to 127.0.0.1:${server.port}`);
 * ```
 */
export class ZooKeeperServer implements AsyncDisposable {
  readonly #logger: Logger;
  readonly #core: StandaloneCore;
  readonly #listener: ClientListener;
  readonly #reaper: Reaper;
  readonly #view: StandaloneView;
  readonly #failed: Promise<Error>;
  #reportFailure: (cause: Error) => void = () => undefined;
  #closed: Promise<void> | undefined;

  private constructor(options: ServerOptions) {
    const environment = environmentOf(options);
    const config = configOf(options);
    this.#logger = environment.logger;
    this.#failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
    this.#core = new StandaloneCore(config, {
      ...environment,
      initialZxid: initialZxid(environment.clock.wallTime()),
      answerWord: (word) => answerFourLetterWord(word, this.#view),
      onFatalError: (error) => {
        this.#fail(error);
      },
    });
    const { clock, tree, pipeline } = this.#core;
    this.#listener = new ClientListener(this.#core);
    this.#view = new StandaloneView(this.#core, this.#listener, environment.build);
    this.#reaper = new Reaper({
      tree,
      clock,
      config: config.container,
      remove: (path) => {
        pipeline.propose(OpCode.deleteContainer, { path }, NO_SESSION);
      },
    });
  }

  /** Starts a server. Rejects when its port cannot be had. */
  static async start(options: ServerOptions = {}): Promise<ZooKeeperServer> {
    const server = new ZooKeeperServer(options);
    await server.#listener.listen();
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
  }

  #fail(error: unknown): void {
    const cause = error instanceof Error ? error : new Error('unknown failure', { cause: error });
    this.#logger.error('server stops: a transaction could not be applied', { error: cause });
    this.#reportFailure(cause);
    void this.close();
  }
}

/**
 * Data in memory begins anew with each start, but clients that reconnect have seen zxids of the last one and refuse to go
 * back. So the first zxid of a start is made of the time, with room for a million transactions in each millisecond:
 * above all zxids of an earlier start, unless the clock was set back.
 */
function initialZxid(wallTime: number): bigint {
  return BigInt(Math.trunc(wallTime)) << 20n;
}
