import { JuteReader } from '@zookit/jute';
import { Preparer, type DataTree } from '@zookit/datatree';
import type { ConnectRequest } from '@zookit/protocol';
import type { AuthProviders } from './auth/authentication.ts';
import type { Clock } from './clock.ts';
import type { ServerConfig } from './config/server-config.ts';
import type { Logger } from './logger.ts';
import type { Connection } from './network/connection.ts';
import type { ConnectionContext } from './network/connection-context.ts';
import { OutputFlusher } from './network/output-flusher.ts';
import { ResponseSizes } from './network/response-sizes.ts';
import type { PendingRequest } from './requests/pending-request.ts';
import type { Replicator } from './requests/replicator.ts';
import { RequestIntake } from './requests/request-intake.ts';
import { RequestPipeline } from './requests/request-pipeline.ts';
import { RequestStats } from './server-stats.ts';
import type { ServerState } from './server-state.ts';
import { SessionIds } from './sessions/session-ids.ts';
import { SessionPasswords } from './sessions/session-passwords.ts';
import { SessionService } from './sessions/session-service.ts';
import { replyMaxBytes } from './tree-options.ts';
import { Turn } from './turn.ts';

/** What a {@link StandaloneCore} needs besides its configuration. */
export interface StandaloneCoreOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly state: ServerState;
  readonly providers: AuthProviders;
  /** Answers a four-letter word, given as the integer that its bytes make. */
  readonly answerWord: (word: number) => string | undefined;
  /** A transaction could not be committed or applied: nothing more can be answered. */
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
  readonly #replicator: Replicator;
  readonly #options: StandaloneCoreOptions;
  #hasFailed = false;
  #onIdle: (() => void) | undefined;

  constructor(config: ServerConfig, options: StandaloneCoreOptions) {
    const { clock, logger, state, providers } = options;
    const { tree } = state;
    this.config = config;
    this.clock = clock;
    this.logger = logger;
    this.tree = tree;
    this.#options = options;

    const turn = new Turn(clock, { end: () => this.#endTurn() });
    const onPending = turn.schedule.bind(turn);
    this.flusher = new OutputFlusher(onPending, replyMaxBytes(config));
    this.#replicator = state.createReplicator({
      onProposed: onPending,
      onCommitted: (batch) => {
        this.#committed(batch);
      },
      onFailure: (error) => {
        this.#fail(error);
      },
    });

    const ids = new SessionIds(config.serverId, clock.wallTime());
    const passwords = new SessionPasswords(state.sessionSecret);
    this.sessions = new SessionService({ config, clock, logger, tree, ids, passwords }, () => this.pipeline);
    this.sessions.resume();
    this.pipeline = new RequestPipeline({
      tree,
      clock,
      logger,
      stats: this.stats,
      preparer: new Preparer(tree, tree.lastProcessedZxid),
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

  /** Brings what was loaded into order. Resolves when that is kept, or has failed: before that nobody may be served. */
  begin(): Promise<void> {
    this.sessions.closeDead();
    return this.idle();
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
    const isMoreLeft = this.#replicator.endTurn();
    this.flusher.flush();
    return isMoreLeft;
  }

  #committed(batch: readonly PendingRequest[]): void {
    if (this.#hasFailed) return;
    try {
      this.pipeline.commit(batch);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.flusher.flush();
    if (this.pipeline.inProcess === 0) this.#onIdle?.();
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#onIdle?.();
    this.#options.onFatalError(error);
  }
}
