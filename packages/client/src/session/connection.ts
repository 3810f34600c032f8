import { type ConnectResponse, ErrorCode, type WatcherEvent, zooKeeperError, ZooKeeperError } from '@zookit/protocol';
import type { ResolvedOptions } from '../client-options.ts';
import type { SessionInfo } from '../connection-state.ts';
import type { Timer } from '../environment.ts';
import { tlsFor } from '../transport/tls-options.ts';
import type { Endpoint } from '../transport/transport.ts';
import { Link } from '../wire/link.ts';
import { LinkError } from '../wire/link-error.ts';
import type { PendingCall } from '../wire/pending-call.ts';
import { ConnectTracer } from './connect-tracer.ts';
import type { Greeter, SessionKind } from './greeter.ts';
import { Greeting } from './greeting.ts';
import type { LostConnection } from './lost-calls.ts';
import type { SessionIdentity } from './session-identity.ts';

/** A session on a connection. */
export interface Granted {
  readonly kind: SessionKind;
  readonly session: SessionInfo;
  readonly isReadOnly: boolean;
}

/** What a {@link Connection} tells. Nothing is told after `onLost`, nor after `close`. */
export interface ConnectionEvents {
  /** The server granted a session. */
  onGranted(): void;
  /** The server does not know the session. The connection is over. */
  onExpired(session: SessionInfo): void;
  /** The greeters are done: it is the calls' turn. */
  onReady(link: Link, granted: Granted): void;
  onEvent(event: WatcherEvent, zxid: bigint): void;
  /** The server will not have the client, for want of the right credentials. */
  onBarred(error: ZooKeeperError): void;
  onLost(lost: LostConnection): void;
}

/** What a {@link Connection} must be told. */
export interface ConnectionInit {
  readonly options: ResolvedOptions;
  readonly endpoint: Endpoint;
  /** For TCP, TLS and the handshake together. */
  readonly connectTimeoutMs: number;
  readonly identity: SessionIdentity;
  /** All that are known. */
  readonly servers: readonly Endpoint[];
  readonly greeters: readonly Greeter[];
}

/** One attempt at one server, and what becomes of it: the handshake, the greeting, the calls, the end. */
export class Connection {
  readonly endpoint: Endpoint;
  readonly #init: ConnectionInit;
  readonly #events: ConnectionEvents;
  readonly #tracer: ConnectTracer | undefined;
  readonly #link: Link;
  #greeting: Greeting | undefined;
  #greetingTimer: Timer | undefined;
  #isGranted = false;
  #isGreeting = false;

  constructor(init: ConnectionInit, events: ConnectionEvents) {
    this.endpoint = init.endpoint;
    this.#init = init;
    this.#events = events;
    this.#tracer = ConnectTracer.start(init.endpoint, tlsFor(init.endpoint, init.options.tls) !== undefined);
    try {
      this.#link = this.#dial();
    } catch (error) {
      this.#tracer?.failed(error);
      throw error;
    }
  }

  /** Whether the server granted a session. */
  get isGranted(): boolean {
    return this.#isGranted;
  }

  /** Whether the server took the connection, TLS included. */
  get isAccepted(): boolean {
    return this.#link.isConnected;
  }

  /** What the server has not done yet; undefined when it is the calls' turn. */
  get silence(): Error | undefined {
    if (!this.#link.isConnected) return new LinkError('the server has not taken the connection yet');
    if (!this.#isGranted) return new LinkError('the server took the connection, and has not answered');
    return this.#isGreeting ? new LinkError('the server granted a session, and has not answered since') : undefined;
  }

  /** Whether it is over and calls were answered on it. */
  get hasServed(): boolean {
    return this.#link.hasServed;
  }

  /** When the last whole frame came, on the client's clock. */
  get heardAt(): number {
    return this.#link.receivedAt;
  }

  /** Sends a request of the client itself, as long as the session is granted. */
  send(call: PendingCall): void {
    this.#link.send(call);
  }

  /** Calls `task` once, when no reply is due any more, because all have come or the connection is over. */
  whenAnswered(task: () => void): void {
    this.#link.whenAnswered(task);
  }

  /** Ends the connection as if it had been lost by `error`. */
  fail(error: Error): void {
    this.#link.fail(error);
  }

  /** Ends the connection and tells nothing more. */
  close(): void {
    this.#link.close();
    this.#endGreeting(new LinkError('the client left the server'));
    this.#tracer?.failed(new LinkError('the client was closed'));
  }

  #dial(): Link {
    const { options, endpoint, connectTimeoutMs, identity } = this.#init;
    const { environment, limits } = options;
    return new Link(
      {
        environment,
        endpoint,
        tls: tlsFor(endpoint, options.tls),
        connectTimeoutMs,
        frameMaxBytes: limits.packetBytes,
        handshake: identity.request(),
      },
      {
        onHandshake: (response) => this.#onHandshake(response),
        onReply: (zxid) => identity.saw(zxid),
        onEvent: (event, zxid) => this.#events.onEvent(event, zxid),
        onRefusal: (code) => this.#onRefusal(code),
        onLost: (error, sent, unsent) => this.#onLost({ error, sent, unsent }),
      },
    );
  }

  #onHandshake(response: ConnectResponse): void {
    const { identity } = this.#init;
    if (response.timeoutMs > 0) {
      const isReadOnly = response.readOnly === true;
      const lastZxid = identity.lastZxid;
      const granted = { ...identity.grant(response), isReadOnly };
      this.#tracer?.succeeded(granted.kind === 'resumed', isReadOnly);
      this.#isGranted = true;
      this.#events.onGranted();
      this.#greet(granted, lastZxid);
      return;
    }
    const { session } = identity;
    if (session === undefined || identity.request().sessionId === 0n) {
      this.fail(new LinkError('the server granted no session'));
      return;
    }
    this.#tracer?.failed(new LinkError('the session has expired'));
    this.#link.close();
    this.#events.onExpired(session);
  }

  #greet(granted: Granted, lastZxid: bigint): void {
    const { kind, isReadOnly, session } = granted;
    const { clock } = this.#init.options.environment;
    const greeting = new Greeting({ link: this.#link, kind, lastZxid, isReadOnly, server: this.endpoint, clock });
    this.#greeting = greeting;
    const greeted = this.#greetBy(greeting);
    if (greeted === undefined) {
      // A greeter may bring about the end of the connection.
      if (this.#greeting === greeting) this.#ready(granted);
      return;
    }
    this.#isGreeting = true;
    const tooLate = (): void => this.fail(new LinkError('the greeting was not answered'));
    this.#greetingTimer = clock.schedule(tooLate, (session.timeoutMs * 2) / 3);
    greeted.then(
      () => {
        if (this.#greeting !== greeting) return;
        this.#greetingTimer?.cancel();
        this.#isGreeting = false;
        this.#ready(granted);
      },
      (error: unknown) => {
        if (this.#greeting === greeting) this.#onGreetingFailed(error);
      },
    );
  }

  #ready(granted: Granted): void {
    this.#link.keepAlive();
    this.#events.onReady(this.#link, granted);
  }

  #greetBy(greeting: Greeting): Promise<void> | undefined {
    try {
      return greeting.greetBy(this.#init.greeters);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new LinkError('the greeting failed', { cause: error }));
    }
  }

  #onGreetingFailed(error: unknown): void {
    if (error instanceof ZooKeeperError && isBar(error.code)) this.#events.onBarred(error);
    else this.fail(error instanceof Error ? error : new LinkError('the greeting failed', { cause: error }));
  }

  #onRefusal(code: number): void {
    if (isBar(code)) this.#events.onBarred(zooKeeperError(code));
  }

  #onLost(lost: LostConnection): void {
    const { identity, servers, options } = this.#init;
    if (this.#link.isRefused) identity.refused(this.endpoint, servers, options.environment.clock.now());
    else identity.failed();
    this.#tracer?.failed(lost.error);
    this.#endGreeting(lost.error);
    this.#events.onLost(lost);
  }

  #endGreeting(error: Error): void {
    const greeting = this.#greeting;
    this.#greeting = undefined;
    this.#greetingTimer?.cancel();
    greeting?.end(error);
  }
}

/** Whether a server says by this error that it bars the client, and ends the connection. */
function isBar(code: number): boolean {
  return code === ErrorCode.AuthFailed || code === ErrorCode.SessionClosedRequireSaslAuth;
}
