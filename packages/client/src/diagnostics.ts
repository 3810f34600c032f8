import { type Channel, channel, type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { ConnectionState } from './connection-state.ts';
import type { Endpoint } from './transport/transport.ts';

/**
 * One call of a caller, from the request to its end: queueing, reconnects and retries included. What is known only later
 * (`server`, `attempt`, `requestBytes`) is filled in on the way: read it when the call has ended.
 */
export interface RequestTrace {
  /** The caller's word: `get`, `create`, …. */
  readonly operation: string;
  /** As the caller wrote it; undefined for operations that have none. */
  readonly path: string | undefined;
  /** Below which `path` is; `/` for the root. */
  readonly chroot: string;
  /** The server to which the request went last; undefined until it was sent. */
  readonly server: Endpoint | undefined;
  /** How many times the request was sent, or begun to be. 1 unless it was tried again. */
  readonly attempt: number;
  /** How long the request was on the wire, in bytes; 0 until it was sent. */
  readonly requestBytes: number;
  /** Why the call failed, set before `error` is published. A `ZooKeeperError` for all that the client itself finds. */
  readonly error?: unknown;
}

/** One attempt at one server: TCP, TLS, and the handshake, up to a session or a failure. */
export interface ConnectTrace {
  readonly server: Endpoint;
  readonly isTls: boolean;
  /** Whether the session is an older one, taken to this connection; known when the attempt has succeeded. */
  readonly isResumed: boolean | undefined;
  /** Whether the server serves reads only; known when the attempt has succeeded. */
  readonly isReadOnly: boolean | undefined;
  /** Why the attempt failed, set before `error` is published. */
  readonly error?: unknown;
}

/** The state of a client has changed. */
export interface StateMessage {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
}

/** A call failed and is tried again. */
export interface RetryMessage {
  /** The call, the same object as on {@link Diagnostics.request}; undefined when nobody traced its beginning. */
  readonly request: RequestTrace | undefined;
  readonly operation: string;
  /** How many attempts have failed. */
  readonly attempt: number;
  /** How long until the next attempt, in ms. */
  readonly delayMs: number;
  readonly error: Error;
}

/** A watch has told its consumers something. */
export interface WatchMessage {
  readonly type: 'created' | 'changed' | 'deleted' | 'children' | 'resync';
  readonly path: string;
  /** Of the change; undefined where the server does not tell it. */
  readonly zxid: bigint | undefined;
  /** Why events may have been missed; undefined for all but `resync`. */
  readonly reason: 'armed' | 'reconnected' | 'new-session' | 'overflow' | undefined;
  /** How many events the slowest consumer has not taken yet, this one included. */
  readonly lagEvents: number;
}

/** How much of one client is under way. */
export interface QueueReading {
  /** Calls that were sent and not answered. */
  readonly inFlight: number;
  /** Calls that wait to be sent. */
  readonly queued: number;
  /** How long the requests in flight are together, in bytes. */
  readonly inFlightBytes: number;
}

/** Asks each open client how much is under way: all have answered when `publish` returns. */
export interface QueueQuery {
  readonly report: (reading: QueueReading) => void;
}

/** A channel whose messages are known. */
export interface DiagnosticsChannel<Message> {
  /** Whether somebody listens: without, nothing is made for a message. */
  readonly hasSubscribers: boolean;
  readonly publish: (message: Message) => void;
  readonly subscribe: (onMessage: (message: Message, name: string | symbol) => void) => void;
  readonly unsubscribe: (onMessage: (message: Message, name: string | symbol) => void) => void;
}

/** What a client tells about itself by `node:diagnostics_channel`. */
export interface Diagnostics {
  /** Each call. `tracing:zookit:client:request:start`, `…:end`, `…:asyncStart`, `…:asyncEnd`, `…:error`. */
  readonly request: TracingChannel<RequestTrace>;
  /** Each attempt at a server. `tracing:zookit:client:connect:start`, and so on. */
  readonly connect: TracingChannel<ConnectTrace>;
  /** `zookit:client:state` */
  readonly state: DiagnosticsChannel<StateMessage>;
  /** `zookit:client:retry` */
  readonly retry: DiagnosticsChannel<RetryMessage>;
  /** `zookit:client:watch` */
  readonly watch: DiagnosticsChannel<WatchMessage>;
  /** `zookit:client:queue`: the other way round, whoever wants to know publishes and the clients listen. */
  readonly queue: DiagnosticsChannel<QueueQuery>;
}

/** The channels. All copies of this package in a process share them, as Node.js keeps channels by their names. */
export const diagnostics: Diagnostics = {
  request: tracingChannel<RequestTrace>('zookit:client:request'),
  connect: tracingChannel<ConnectTrace>('zookit:client:connect'),
  state: typed(channel('zookit:client:state')),
  retry: typed(channel('zookit:client:retry')),
  watch: typed(channel('zookit:client:watch')),
  queue: typed(channel('zookit:client:queue')),
};

/** Node's own types leave open what a message is. */
function typed<Message>(named: Channel): DiagnosticsChannel<Message> {
  return named as DiagnosticsChannel<Message>;
}
