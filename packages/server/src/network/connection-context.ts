import type { JuteReader } from '@zookit/jute';
import type { ConnectRequest } from '@zookit/protocol';
import type { Clock } from '../clock.ts';
import type { ServerConfig } from '../config/server-config.ts';
import type { Logger } from '../logger.ts';
import type { RequestStats } from '../server-stats.ts';
import type { Connection } from './connection.ts';
import type { OutputFlusher } from './output-flusher.ts';
import type { ResponseSizes } from './response-sizes.ts';

/** What all connections of a server share, and whom they turn to. */
export interface ConnectionContext {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: RequestStats;
  readonly responseSizes: ResponseSizes;
  readonly flusher: OutputFlusher;
  /** Pointed at one frame after the other: a request has to be decoded before the next is taken in. */
  readonly reader: JuteReader;
  /** The first frame came in. */
  onConnect(connection: Connection, request: ConnectRequest): void;
  /** A later frame came in. Throws JuteError when it has no request header. */
  onRequest(connection: Connection, reader: JuteReader): void;
  /** The first four bytes were no length. Returns the text to answer, or undefined when they are no word either. */
  onFourLetterWord(word: number): string | undefined;
  /** The client has read everything that it was sent. */
  onDrained(connection: Connection): void;
  /** The connection takes and gives nothing more. */
  onClosing(connection: Connection): void;
  /** The socket is gone. */
  onDisconnected(connection: Connection): void;
}
