import { crc32 } from 'node:zlib';
import { JuteReader } from '@zookit/jute';
import { DataTree, Preparer, type DataTreeOptions } from '@zookit/datatree';
import { formatHex, type ConnectRequest } from '@zookit/protocol';
import { AclAccessControl } from './auth/acl-access-control.ts';
import { authProviders } from './auth/authentication.ts';
import { guardedProvider } from './auth/guarded-provider.ts';
import type { Clock } from './clock.ts';
import type { ServerConfig } from './config/server-config.ts';
import type { Logger } from './logger.ts';
import type { Connection } from './network/connection.ts';
import type { ConnectionContext } from './network/connection-context.ts';
import { OutputFlusher } from './network/output-flusher.ts';
import { ResponseSizes } from './network/response-sizes.ts';
import { MemoryReplicator } from './requests/memory-replicator.ts';
import { RequestIntake } from './requests/request-intake.ts';
import { RequestPipeline } from './requests/request-pipeline.ts';
import { RequestStats } from './server-stats.ts';
import { rateLimited } from './rate-limited-logger.ts';
import type { ServerEnvironment } from './server-options.ts';
import { SessionIds } from './sessions/session-ids.ts';
import { SessionPasswords } from './sessions/session-passwords.ts';
import { SessionService } from './sessions/session-service.ts';
import { Turn } from './turn.ts';

const SECRET_BYTES = 32;

/** No client takes a reply of this size unless it was told to, and then the server has been told too. */
const REPLY_MAX_BYTES = 16 * 1024 * 1024;

/** What a {@link StandaloneCore} needs besides its configuration. */
export interface StandaloneCoreOptions extends ServerEnvironment {
  /** The zxid before the first transaction. */
  readonly initialZxid: bigint;
  /** Answers a four-letter word, given as the integer that its bytes make. */
  readonly answerWord: (word: number) => string | undefined;
  /** A transaction could not be applied: the tree may be wrong, so nothing more can be answered. */
  readonly onFatalError: (error: unknown) => void;
}

/** A standalone server without its port: the tree, the sessions, and the way of a request from a connection to its reply. */
export class StandaloneCore implements ConnectionContext {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: RequestStats = new RequestStats();
  readonly responseSizes: ResponseSizes = new ResponseSizes();
  readonly flusher: OutputFlusher;
  readonly reader: JuteReader = new JuteReader();
  readonly tree: DataTree;
  readonly pipeline: RequestPipeline;
  readonly sessions: SessionService;
  readonly #intake: RequestIntake;
  readonly #replicator: MemoryReplicator;
  readonly #options: StandaloneCoreOptions;
  #hasFailed = false;
  #onIdle: (() => void) | undefined;

  constructor(config: ServerConfig, options: StandaloneCoreOptions) {
    const { clock } = options;
    const logger = rateLimited(options.logger, clock);
    this.config = config;
    this.clock = clock;
    this.logger = logger;
    this.#options = options;

    const turn = new Turn(clock, { end: () => this.#endTurn() });
    const onPending = turn.schedule.bind(turn);
    const replyMaxBytes = Math.max(REPLY_MAX_BYTES, 4 * config.frameMaxBytes);
    this.flusher = new OutputFlusher(onPending, replyMaxBytes);
    this.#replicator = new MemoryReplicator({
      onProposed: onPending,
      commit: (batch) => {
        this.pipeline.commit(batch);
      },
    });

    const providers = authProviders(
      config,
      options.authProviders.map((provider) => guardedProvider(provider, logger)),
    );
    this.tree = new DataTree({
      ...config,
      accessControl: new AclAccessControl(providers, config),
      responseMaxBytes: replyMaxBytes,
      crc32,
      ...treeReports(logger),
    });
    // A client is behind the server, or ahead of it, from the first connection on.
    this.tree.lastProcessedZxid = options.initialZxid;
    const ids = new SessionIds(config.serverId, clock.wallTime());
    const passwords = new SessionPasswords(options.randomBytes(SECRET_BYTES));
    this.sessions = new SessionService({ config, clock, logger, tree: this.tree, ids, passwords }, () => this.pipeline);
    this.pipeline = new RequestPipeline({
      tree: this.tree,
      clock,
      logger,
      stats: this.stats,
      preparer: new Preparer(this.tree, options.initialZxid),
      replicator: this.#replicator,
      outstandingRequestsMax: config.outstandingRequestsMax,
      watchesMaxBytes: config.watchesMaxBytes,
      reconfigEnabled: config.reconfigEnabled,
      onSessionTxn: (request) => {
        this.sessions.applied(request);
      },
    });
    this.#intake = new RequestIntake({
      pipeline: this.pipeline,
      sessions: this.sessions.tracker,
      providers,
      enforcedAuthSchemes: config.enforcedAuthSchemes,
      logger,
    });
  }

  onConnect(connection: Connection, request: ConnectRequest): void {
    this.sessions.connect(connection, request);
  }

  onRequest(connection: Connection, reader: JuteReader): void {
    this.#intake.receive(connection, reader);
  }

  onFourLetterWord(word: number): string | undefined {
    return this.#options.answerWord(word);
  }

  onDrained(connection: Connection): void {
    this.pipeline.resume(connection);
  }

  onClosing(connection: Connection): void {
    this.pipeline.forget(connection);
    this.sessions.disconnected(connection);
  }

  onDisconnected(connection: Connection): void {
    this.tree.watches.removeWatcher(connection);
  }

  /** Resolves once nothing is in process any more. */
  idle(): Promise<void> {
    if (this.pipeline.inProcess === 0 || this.#hasFailed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #endTurn(): boolean {
    if (this.#hasFailed) return false;
    try {
      const isMoreLeft = this.#replicator.endTurn();
      this.flusher.flush();
      if (this.pipeline.inProcess === 0) this.#onIdle?.();
      return isMoreLeft;
    } catch (error) {
      this.#hasFailed = true;
      this.#onIdle?.();
      this.#options.onFatalError(error);
      return false;
    }
  }
}

/** What the tree has to tell, as lines of the log. */
function treeReports(logger: Logger): Pick<DataTreeOptions, 'onDigestMismatch' | 'onQuotaExceeded' | 'onWatcherError'> {
  return {
    onDigestMismatch: (zxid, expected, actual) => {
      logger.error('the tree has diverged: another digest was expected', { zxid, expected, actual });
    },
    onQuotaExceeded: (path) => {
      logger.warn('quota exceeded', { path });
    },
    onWatcherError: (error, watcher) => {
      logger.error('watch event not sent', { session: formatHex(watcher.sessionId), error });
    },
  };
}
