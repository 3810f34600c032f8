import {
  AuthFailedError,
  ClosingError,
  type ConnectResponse,
  RequestTimeoutError,
  SessionClosedRequireSaslAuthError,
  SessionExpiredError,
  writes,
  ZooKeeperError,
} from '@zookit/protocol';
import type { ResolvedOptions } from '../client-options.ts';
import type { ConnectionState, SessionInfo } from '../connection-state.ts';
import type { Timer } from '../environment.ts';
import { EndpointList } from '../endpoints/endpoint-list.ts';
import { tlsFor } from '../transport/tls-options.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { WatchPort } from '../watches/watch-port.ts';
import { Link } from '../wire/link.ts';
import { LinkError } from '../wire/link-error.ts';
import type { PendingCall } from '../wire/pending-call.ts';
import { BackOff } from './back-off.ts';
import { CallQueue } from './call-queue.ts';
import type { Greeter, SessionKind } from './greeter.ts';
import { GreetingCall } from './greeting-call.ts';
import { Greeting } from './greeting.ts';
import { LostCalls } from './lost-calls.ts';
import type { Requests } from './requests.ts';
import type { SessionRequest } from './session-request.ts';

const NO_PASSWORD = new Uint8Array(16);

/** What a {@link Session} works with besides its options. */
export interface SessionPorts {
  readonly watches: WatchPort | undefined;
  /** Behind each handshake, in this order. */
  readonly greeters: readonly Greeter[];
}

/** A session with an ensemble, over one connection after the other. */
export class Session implements Requests {
  readonly #options: ResolvedOptions;
  readonly #onState: (state: ConnectionState, previous: ConnectionState) => void;
  readonly #calls: CallQueue;
  readonly #lostCalls = new LostCalls();
  readonly #endpoints: EndpointList;
  readonly #backOff: BackOff;
  /** Aborted when the session is over. */
  readonly #over = new AbortController();
  #state: ConnectionState = { status: 'connecting', attempt: 1, lastError: undefined };
  #session: SessionInfo | undefined;
  #lastZxid = 0n;
  #ports: SessionPorts = { watches: undefined, greeters: [] };
  #link: Link | undefined;
  #greeting: Greeting | undefined;
  #closing: Promise<void> | undefined;
  #isOver = false;
  #dialTimer: Timer | undefined;
  #deadlineTimer: Timer | undefined;

  constructor(options: ResolvedOptions, onState: (state: ConnectionState, previous: ConnectionState) => void) {
    this.#options = options;
    this.#onState = onState;
    this.#calls = new CallQueue(options);
    this.#endpoints = new EndpointList(options.provider, options.environment.random);
    this.#backOff = new BackOff(options.environment.random);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The last zxid that a reply told; no server that is behind it serves this session. */
  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  /** Takes what it works with, before it is started. */
  attach(ports: SessionPorts): void {
    this.#ports = ports;
  }

  /** Begins to connect. */
  start(): void {
    this.#dial();
  }

  /** Sends a request, or keeps it until there is a connection. The calls of one turn keep their order. */
  submit<Request, Response, Result>(asked: SessionRequest<Request, Response, Result>): Promise<Result> {
    return this.#calls.submit(asked);
  }

  /** Ends the session: what was sent before is answered first, what waits for a connection is refused. */
  close(timeoutMs: number): Promise<void> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<void> {
    if (this.#isOver) return;
    this.#calls.refuse(ClosingError);
    if (this.#link !== undefined && this.#state.status === 'connected') await this.#askToClose(this.#link, timeoutMs);
    this.#end({ status: 'closed', error: undefined }, ClosingError);
  }

  async #askToClose(link: Link, timeoutMs: number): Promise<void> {
    const call = new GreetingCall(writes.closeSession, undefined);
    const giveUp = (): void => call.stop(RequestTimeoutError);
    const timer = this.#options.environment.clock.schedule(giveUp, timeoutMs);
    link.send(call);
    try {
      await call.promise;
    } catch (error) {
      // Without an answer the session ends by its timeout: there is nothing left to do about it.
      if (!(error instanceof ZooKeeperError)) throw error;
    } finally {
      timer.cancel();
    }
  }

  #dial(): void {
    this.#endpoints.next(this.#over.signal).then(
      ({ endpoint, isNewPass }) => {
        if (isNewPass) this.#later(() => this.#connect(endpoint));
        else if (!this.#isOver) this.#connect(endpoint);
      },
      (error: unknown) => {
        if (!this.#isOver) this.#noServer(error instanceof Error ? error : new LinkError('no server is known'));
      },
    );
  }

  /** Nobody can say where the servers are: they are asked for again behind a pause. */
  #noServer(error: Error): void {
    this.#calls.cause = error;
    this.#later(() => this.#dial());
    this.#tellLoss(error, 0);
  }

  #later(task: () => void): void {
    if (this.#isOver) return;
    this.#dialTimer = this.#options.environment.clock.schedule(task, this.#backOff.nextMs());
  }

  #connect(endpoint: Endpoint): void {
    try {
      this.#link = this.#linkTo(endpoint);
    } catch (error) {
      // What an `environment` or a provider brought can be nonsense, such as a port beyond 65535.
      this.#onLost(
        endpoint,
        error instanceof Error ? error : new LinkError('dialling failed', { cause: error }),
        [],
        [],
      );
    }
  }

  #linkTo(endpoint: Endpoint): Link {
    const { connectTimeoutMs, frameMaxBytes, sessionTimeoutMs, environment } = this.#options;
    const handshake = {
      protocolVersion: 0,
      lastZxidSeen: this.#lastZxid,
      timeoutMs: sessionTimeoutMs,
      sessionId: this.#session?.id ?? 0n,
      password: this.#session?.password ?? NO_PASSWORD,
      readOnly: false,
    };
    return new Link(
      { environment, endpoint, tls: tlsFor(endpoint, this.#options.tls), connectTimeoutMs, frameMaxBytes, handshake },
      {
        onHandshake: (response) => this.#onHandshake(response, endpoint),
        onReply: (zxid) => {
          this.#lastZxid = zxid;
        },
        onEvent: (event, zxid) => this.#ports.watches?.handleEvent(event, zxid),
        onLost: (error, sent, unsent) => this.#onLost(endpoint, error, sent, unsent),
      },
    );
  }

  #onHandshake(response: ConnectResponse, server: Endpoint): void {
    if (response.timeoutMs <= 0) {
      this.#refused(server);
      return;
    }
    const isResumed = this.#session !== undefined;
    const { sessionId: id, timeoutMs } = response;
    this.#session = { id, password: response.password.slice(), timeoutMs };
    this.#deadlineTimer?.cancel();
    this.#endpoints.succeeded(server);
    this.#backOff.reset();
    this.#calls.cause = undefined;
    this.#greet(isResumed ? 'resumed' : 'new', response.readOnly === true);
    this.#change({ status: 'connected', isResumed, session: this.#session, server });
  }

  #greet(kind: SessionKind, isReadOnly: boolean): void {
    const link = this.#link;
    if (link === undefined) return;
    const greeting = new Greeting({ link, kind, lastZxid: this.#lastZxid, isReadOnly });
    this.#greeting = greeting;
    const greeted = greeting.greetBy([...this.#ports.greeters, this.#lostCalls]);
    if (greeted === undefined) this.#calls.release(link);
    else
      greeted.then(
        () => {
          if (this.#greeting === greeting) this.#calls.release(link);
        },
        (error: unknown) => {
          if (this.#greeting === greeting) this.#onGreetingFailed(error);
        },
      );
  }

  #onGreetingFailed(error: unknown): void {
    if (error instanceof AuthFailedError || error instanceof SessionClosedRequireSaslAuthError)
      this.#end({ status: 'closed', error }, ClosingError);
    else this.#link?.fail(error instanceof Error ? error : new LinkError('greeting failed', { cause: error }));
  }

  #refused(server: Endpoint): void {
    this.#link?.close();
    if (this.#session === undefined) this.#onLost(server, new LinkError('the server granted no session'), [], []);
    else this.#end({ status: 'lost', by: 'server', session: this.#session }, SessionExpiredError);
  }

  #onLost(server: Endpoint, error: Error, sent: readonly PendingCall[], unsent: readonly PendingCall[]): void {
    const receivedAt = this.#link?.receivedAt ?? 0;
    this.#link = undefined;
    this.#calls.hold();
    this.#calls.cause = error;
    this.#greeting?.end(error);
    this.#greeting = undefined;
    if (this.#closing !== undefined) {
      this.#lostCalls.close({ error, sent, unsent });
      return;
    }
    this.#calls.giveBack(this.#lostCalls.take({ error, sent, unsent }));
    this.#endpoints.failed(server);
    this.#dial();
    this.#tellLoss(error, receivedAt);
  }

  #tellLoss(error: Error, receivedAt: number): void {
    const state = this.#state;
    if (state.status === 'connecting') {
      this.#change({ status: 'connecting', attempt: state.attempt + 1, lastError: error });
    } else if (state.status === 'connected') {
      const since = this.#options.environment.clock.now();
      const deadline = receivedAt + state.session.timeoutMs;
      this.#deadlineTimer = this.#options.environment.clock.schedule(() => this.#onDeadline(), deadline - since);
      this.#change({ status: 'suspended', since, deadline, session: state.session, error });
    }
  }

  #onDeadline(): void {
    if (this.#state.status !== 'suspended') return;
    this.#change({ status: 'lost', by: 'deadline', session: this.#state.session });
  }

  #end(state: ConnectionState, reason: typeof ClosingError | typeof SessionExpiredError): void {
    this.#isOver = true;
    this.#over.abort();
    this.#link?.close();
    this.#link = undefined;
    this.#greeting?.end(new LinkError('the client was closed'));
    this.#greeting = undefined;
    this.#dialTimer?.cancel();
    this.#deadlineTimer?.cancel();
    this.#change(state);
    this.#calls.stop(reason);
  }

  #change(state: ConnectionState): void {
    const previous = this.#state;
    this.#state = state;
    this.#ports.watches?.stateChanged(state);
    this.#onState(state, previous);
  }
}
