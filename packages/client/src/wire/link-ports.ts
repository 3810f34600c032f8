import type { ConnectRequest, ConnectResponse, WatcherEvent } from '@zookit/protocol';
import type { ClientEnvironment } from '../environment.ts';
import type { TlsConfig } from '../transport/tls-config.ts';
import type { Endpoint } from '../transport/transport.ts';
import type { PendingCall } from './pending-call.ts';

/** What a `Link` tells. Nothing is told after `onLost`, nor after `close`. */
export interface LinkEvents {
  /** The handshake is done; a granted timeout of 0 or less says that the session is gone. */
  onHandshake(response: ConnectResponse): void;
  /** A reply to a request was taken, with the zxid of its header. */
  onReply(zxid: bigint): void;
  /** A watch event came; -1 for a zxid says that the server told none. */
  onEvent(event: WatcherEvent, zxid: bigint): void;
  /** A reply with an error was taken, be it to a ping. */
  onRefusal(code: number): void;
  /** The connection is over. What was sent and not answered comes first, what never left second, each in its order. */
  onLost(error: Error, sent: readonly PendingCall[], unsent: readonly PendingCall[]): void;
}

/** What a `Link` must be told. */
export interface LinkOptions {
  readonly environment: ClientEnvironment;
  readonly endpoint: Endpoint;
  /** Undefined for plain TCP. */
  readonly tls: TlsConfig | undefined;
  /** For TCP, TLS and the handshake together. */
  readonly connectTimeoutMs: number;
  /** The longest frame accepted, in bytes. */
  readonly frameMaxBytes: number;
  readonly handshake: ConnectRequest;
}
