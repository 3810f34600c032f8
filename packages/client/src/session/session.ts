import {
  AuthFailedError,
  ClosingError,
  SessionClosedRequireSaslAuthError,
  SessionExpiredError,
  type ZooKeeperError,
} from '@zookit/protocol';
import type { ResolvedOptions } from '../client-options.ts';
import type { ConnectionState, SessionInfo } from '../connection-state.ts';
import { diagnostics } from '../diagnostics.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import { EndpointList } from '../endpoints/endpoint-list.ts';
import type { EndpointProvider } from '../endpoints/endpoint-provider.ts';
import { tlsFor } from '../transport/tls-options.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { WatchPort } from '../watches/watch-port.ts';
import type { Link } from '../wire/link.ts';
import { LinkError } from '../wire/link-error.ts';
import type { StopClass } from '../wire/pending-call.ts';
import { CallQueue } from './call-queue.ts';
import { type CloseRequest, leaveServer, whenAnsweredWithin } from './closing.ts';
import { connectTimeoutOf } from './connect-timeout.ts';
import { Connection, type Granted } from './connection.ts';
import type { Greeter } from './greeter.ts';
import { LostCalls, type LostConnection } from './lost-calls.ts';
import { ReadWriteSearch } from './read-write-search.ts';
import type { Obstacle } from './obstacle.ts';
import type { Requests } from './requests.ts';
import { ServerSearch } from './server-search.ts';
import { SessionIdentity } from './session-identity.ts';
import type { SessionRequest } from './session-request.ts';
import { StateMachine } from './state-machine.ts';

/** What a {@link Session} works with besides its options. */
export interface SessionPorts {
  readonly watches: WatchPort | undefined;
  /** Behind each handshake, in this order. */
  readonly greeters: readonly Greeter[];
}

/** A client's session with an ensemble, and the one in its place when it has expired, over one connection after the other. */
export class Session implements Requests {
  readonly #options: ResolvedOptions;
  readonly #states: StateMachine;
  readonly #identity: SessionIdentity;
  readonly #endpoints: EndpointList;
  readonly #search: ServerSearch;
  readonly #calls: CallQueue;
  readonly #lostCalls = new LostCalls();
  #ports: SessionPorts = { watches: undefined, greeters: [] };
  #connection: Connection | undefined;
  #readWriteSearch: ReadWriteSearch | undefined;
  /** The last one, since there was a connection. */
  #failure: Obstacle | undefined;
  #isStarted = false;
  #isLeaving = false;
  #closing: Promise<void> | undefined;

  constructor(options: ResolvedOptions, onState: (state: ConnectionState, previous: ConnectionState) => void) {
    const { environment, provider, reconnect } = options;
    this.#options = options;
    this.#identity = new SessionIdentity(options);
    this.#endpoints = new EndpointList(provider, environment.random);
    this.#calls = new CallQueue(options, () => this.obstacle);
    this.#states = new StateMachine(environment.clock, (state, previous) => {
      this.#ports.watches?.stateChanged(state);
      if (diagnostics.state.hasSubscribers) diagnostics.state.publish({ state, previous });
      onState(state, previous);
    });
    this.#search = new ServerSearch(this.#endpoints, reconnect, environment, {
      onTurn: (endpoint) => this.#connect(endpoint),
      onNoServer: (error) => this.#disconnected(error, undefined, 0),
      onGaveUp: (error) => this.#end(error),
    });
  }

  get state(): ConnectionState {
    return this.#states.state;
  }

  get lastZxid(): bigint {
    return this.#identity.lastZxid;
  }

  /**
   * What keeps the client from being connected; undefined when nothing is known. A server's silence tells most, unless that
   * server has given a reason before.
   */
  get obstacle(): Obstacle | undefined {
    const connection = this.#connection;
    if (connection === undefined) return this.#failure;
    const { server } = this.#failure ?? {};
    const isKnown = server !== undefined && formatEndpoint(server) === formatEndpoint(connection.endpoint);
    if (this.#failure !== undefined && (isKnown || !connection.isAccepted)) return this.#failure;
    const error = connection.silence;
    return error === undefined ? undefined : { error, server: connection.endpoint };
  }

  /** Takes what it works with, before it is started. */
  attach(ports: SessionPorts): void {
    this.#ports = ports;
  }

  /** Begins to connect, unless it has begun. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#states.started();
    this.#search.next();
  }

  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    this.start();
    return this.#calls.submit(asked);
  }

  /** Takes a new list of servers, and goes to another one if that keeps the clients of the ensemble evenly spread. */
  updateServers(endpoints: readonly Endpoint[], provider: EndpointProvider): void {
    const change = this.#endpoints.update(endpoints, this.#connection?.endpoint, provider);
    if (change === 'move') this.#leave(new LinkError('the client moves to another server, as the list has changed'));
    this.#search.again();
  }

  /** Ends the session: what was sent before is answered first, what waits for a connection is refused. */
  close(request: CloseRequest): Promise<void> {
    this.#closing ??= this.#close(request);
    return this.#closing;
  }

  async #close(request: CloseRequest): Promise<void> {
    if (this.state.status === 'closed') return;
    this.#isStarted = true;
    this.#calls.refuse(ClosingError);
    this.#search.stop();
    this.#readWriteSearch?.stop();
    if (this.#connection?.isGranted === true)
      await leaveServer(this.#connection, request, this.#options.environment.clock);
    this.#end(undefined);
  }

  #connect(endpoint: Endpoint): void {
    const { session } = this.#identity;
    const servers = this.#endpoints.known;
    const connectTimeoutMs = connectTimeoutOf(this.#options, servers.length, session?.timeoutMs);
    const greeters = [...this.#ports.greeters, this.#lostCalls];
    const init = { options: this.#options, endpoint, connectTimeoutMs, identity: this.#identity, servers, greeters };
    try {
      const connection = new Connection(init, {
        onGranted: () => this.#search.granted(endpoint),
        onExpired: (expired) => this.#onExpired(endpoint, expired),
        onReady: (link, granted) => this.#onReady(endpoint, link, granted),
        onEvent: (event, zxid) => this.#ports.watches?.handleEvent(event, zxid),
        onBarred: (error) => this.#end(error),
        onLost: (lost) => this.#onLost(connection, lost),
      });
      this.#connection = connection;
    } catch (error) {
      // What an `environment` or a provider brought can be nonsense, such as a port beyond 65535.
      this.#failed(endpoint, error instanceof Error ? error : new LinkError('dialling failed', { cause: error }), 0);
    }
  }

  #onReady(server: Endpoint, link: Link, { kind, session, isReadOnly }: Granted): void {
    if (this.#closing !== undefined) return;
    this.#failure = undefined;
    this.#search.ready();
    this.#calls.release(link);
    if (isReadOnly) this.#seekReadWrite();
    this.#states.connected({ isResumed: kind === 'resumed', isReadOnly, session, server });
  }

  #onExpired(server: Endpoint, session: SessionInfo): void {
    this.#connection = undefined;
    this.#identity.expire();
    this.#search.expired(server);
    this.#states.expired(session);
    if (this.#options.onExpired === 'close') this.#end(new SessionExpiredError());
    else this.#search.next();
  }

  #onLost(connection: Connection, lost: LostConnection): void {
    this.#connection = undefined;
    if (connection.hasServed) this.#search.served();
    this.#readWriteSearch?.stop();
    this.#ports.watches?.connectionLost();
    this.#calls.hold();
    if (this.#closing === undefined) this.#calls.giveBack(this.#lostCalls.take(lost));
    else this.#lostCalls.close(lost);
    this.#failed(connection.endpoint, lost.error, connection.heardAt);
  }

  #failed(server: Endpoint, error: Error, heardAt: number): void {
    if (this.#isLeaving) this.#search.left();
    else this.#search.failed(server, error);
    this.#isLeaving = false;
    this.#search.next();
    if (this.#closing === undefined) this.#disconnected(error, server, heardAt);
  }

  #disconnected(error: Error, server: Endpoint | undefined, heardAt: number): void {
    this.#failure = { error, server };
    this.#states.disconnected(error, heardAt);
  }

  #seekReadWrite(): void {
    const { environment, tls } = this.#options;
    this.#readWriteSearch = new ReadWriteSearch({
      environment,
      dial: (endpoint, events) => environment.dial(endpoint, events, tlsFor(endpoint, tls)),
      endpoints: () => this.#endpoints.known,
      onFound: (endpoint) => {
        this.#endpoints.prefer(endpoint);
        this.#leave(new LinkError('the client moves to a server that has a quorum'));
      },
    });
    this.#readWriteSearch.start();
  }

  /**
   * Goes to the next server, as soon as the calls on the way to this one are answered. Those that wait for that have half of
   * their time left at least.
   */
  #leave(reason: LinkError): void {
    const connection = this.#connection;
    if (connection === undefined || this.#closing !== undefined) return;
    this.#isLeaving = true;
    this.#calls.hold();
    const { environment, requestTimeoutMs } = this.#options;
    whenAnsweredWithin(connection, requestTimeoutMs / 2, environment.clock, () => {
      if (this.#closing === undefined) connection.fail(reason);
    });
  }

  #end(error: ZooKeeperError | undefined): void {
    if (this.state.status === 'closed') return;
    this.#isStarted = true;
    this.#search.stop();
    this.#readWriteSearch?.stop();
    this.#connection?.close();
    this.#connection = undefined;
    const reason = stopClassOf(error);
    // Who hears of the state may make another call.
    this.#calls.refuse(reason);
    this.#states.closed(error);
    this.#calls.stop(reason, error);
  }
}

/** By which error the calls end when the client does. */
function stopClassOf(error: ZooKeeperError | undefined): StopClass {
  if (error instanceof SessionExpiredError) return SessionExpiredError;
  if (error instanceof AuthFailedError) return AuthFailedError;
  if (error instanceof SessionClosedRequireSaslAuthError) return SessionClosedRequireSaslAuthError;
  return ClosingError;
}
