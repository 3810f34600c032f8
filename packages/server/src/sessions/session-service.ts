import type { DataTree } from '@zookit/datatree';
import { formatHex, OpCode, type ConnectRequest } from '@zookit/protocol';
import type { Clock } from '../clock.ts';
import type { ServerConfig } from '../config/server-config.ts';
import type { Logger } from '../logger.ts';
import { Hold, type Connection } from '../network/connection.ts';
import type { PendingRequest } from '../requests/pending-request.ts';
import type { RequestPipeline } from '../requests/request-pipeline.ts';
import type { SessionIds } from './session-ids.ts';
import type { SessionPasswords } from './session-passwords.ts';
import { SessionTracker } from './session-tracker.ts';
import type { Session } from './session.ts';

const NO_PASSWORD = new Uint8Array(16);

/** What a {@link SessionService} works with. */
export interface SessionServiceOptions {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tree: DataTree;
  readonly ids: SessionIds;
  readonly passwords: SessionPasswords;
}

/** Begins, renews and ends sessions: the handshake of a connection, expiry, and what a session's transactions entail. */
export class SessionService {
  readonly tracker: SessionTracker;
  readonly #options: SessionServiceOptions;
  readonly #pipeline: () => RequestPipeline;

  /** `pipeline` is asked for at each use: the two know each other. */
  constructor(options: SessionServiceOptions, pipeline: () => RequestPipeline) {
    this.#options = options;
    this.#pipeline = pipeline;
    this.tracker = new SessionTracker({
      clock: options.clock,
      tickTimeMs: options.config.tickTimeMs,
      onExpired: (session) => {
        this.#expire(session);
      },
    });
  }

  /** Watches over the sessions that the tree was loaded with: each has its whole timeout to come back. */
  resume(): void {
    for (const [sessionId, timeoutMs] of this.#options.tree.sessions) this.tracker.track(sessionId, timeoutMs);
  }

  /**
   * Closes the sessions that are gone and left znodes. Apache's server removes those without a transaction: then a replay
   * from an older snapshot comes to something else.
   */
  closeDead(): void {
    const { tree, logger } = this.#options;
    for (const sessionId of tree.deadOwners()) {
      logger.warn('a session is gone, but not its znodes: they are removed', { session: formatHex(sessionId) });
      this.#pipeline().propose(OpCode.closeSession, undefined, sessionId);
    }
  }

  /** Answers a connect request, or closes the connection without a word where the client should try another server. */
  connect(connection: Connection, request: ConnectRequest): void {
    const { tree, logger } = this.#options;
    if (request.lastZxidSeen > tree.lastProcessedZxid) {
      logger.info('connection closed: the client has seen later changes than this server', {
        remote: connection.remoteAddress,
        clientZxid: request.lastZxidSeen,
        serverZxid: tree.lastProcessedZxid,
      });
      connection.close();
      return;
    }
    const timeoutMs = this.#negotiate(request.timeoutMs);
    if (request.sessionId === 0n) this.#create(connection, timeoutMs);
    else this.#renew(connection, request, timeoutMs);
  }

  /** A createSession or closeSession transaction was applied. */
  applied(request: PendingRequest): void {
    const sessionId = request.proposal?.header.sessionId ?? 0n;
    if (request.opCode === OpCode.createSession) this.#created(sessionId, request.connection);
    else this.#closed(sessionId, request.connection);
  }

  /** The connection is gone; its session lives on until it expires. */
  disconnected(connection: Connection): void {
    if (connection.session?.connection === connection) connection.session.connection = undefined;
  }

  #negotiate(requestedMs: number): number {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.#options.config;
    return Math.min(Math.max(requestedMs, minSessionTimeoutMs), maxSessionTimeoutMs);
  }

  #create(connection: Connection, timeoutMs: number): void {
    connection.hold(Hold.CONNECTING);
    this.#pipeline().propose(OpCode.createSession, { timeoutMs }, this.#freeId(), connection);
  }

  /** A clock that was set back may lead to ids of sessions that were alive before a restart, and still are. */
  #freeId(): bigint {
    const { ids, tree } = this.#options;
    let id = ids.next();
    while (tree.sessions.has(id)) id = ids.next();
    return id;
  }

  #created(sessionId: bigint, connection: Connection | undefined): void {
    const timeoutMs = this.#options.tree.sessions.get(sessionId);
    if (timeoutMs === undefined) {
      connection?.close();
      return;
    }
    const session = this.tracker.track(sessionId, timeoutMs);
    if (connection?.isOpen !== true) return;
    this.#serve(connection, session);
    connection.release(Hold.CONNECTING);
  }

  /** The password is checked before anything else is done: who knows only a session's id cannot disturb its owner. */
  #renew(connection: Connection, request: ConnectRequest, timeoutMs: number): void {
    const session = this.tracker.get(request.sessionId);
    const isOwner = this.#options.passwords.matches(request.sessionId, request.password);
    if (!isOwner || session === undefined || session.isClosing) {
      connection.accept({ protocolVersion: 0, timeoutMs: 0, sessionId: 0n, password: NO_PASSWORD, readOnly: false });
      connection.end();
      return;
    }
    session.connection?.close();
    session.timeoutMs = timeoutMs;
    this.tracker.touch(session, connection.receivedAt);
    this.#serve(connection, session);
  }

  #serve(connection: Connection, session: Session): void {
    session.connection = connection;
    connection.session = session;
    const password = this.#options.passwords.passwordOf(session.id);
    connection.accept({
      protocolVersion: 0,
      timeoutMs: session.timeoutMs,
      sessionId: session.id,
      password,
      readOnly: false,
    });
  }

  #expire(session: Session): void {
    this.#options.logger.info('session expired', {
      session: formatHex(session.id),
      timeoutMs: session.timeoutMs,
    });
    this.#pipeline().propose(OpCode.closeSession, undefined, session.id);
  }

  /** `closer` is the connection that asked for the end, which gets its reply first. */
  #closed(sessionId: bigint, closer: Connection | undefined): void {
    const connection = this.tracker.remove(sessionId)?.connection;
    if (connection !== closer) connection?.close();
  }
}
