import type { TlsConfig } from './tls-config.ts';

/** Where a server listens. */
export interface Endpoint {
  /** A name or an address, without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** Whether this server is spoken to by TLS. Default: whether the client's options ask for TLS. */
  readonly tls?: boolean | undefined;
}

/** What a {@link Transport} tells. Nothing is told after `onClosed`, nor after `destroy`. */
export interface TransportEvents {
  onConnected(): void;
  /** The bytes are the receiver's own: nobody writes to them again. */
  onBytes(chunk: Uint8Array): void;
  /** After a `write` that returned false: there is room again. */
  onDrained(): void;
  /** The connection has ended, by an error if there is one. */
  onClosed(error: Error | undefined): void;
}

/** A stream of bytes to a server and back. */
export interface Transport {
  /** Sends bytes, which must not change afterwards. False asks the caller to wait for `onDrained`. */
  write(bytes: Uint8Array): boolean;
  /** Ends the connection now, whatever was not sent. */
  destroy(): void;
}

/** Begins to connect, by TLS if it is told how. No event comes before it has returned. */
export type Dial = (endpoint: Endpoint, events: TransportEvents, tls: TlsConfig | undefined) => Transport;
