import type { Connection } from '../network/connection.ts';

/** A client's session as the server that expires it sees it. */
export interface Session {
  readonly id: bigint;
  /** After how much silence it expires, in ms. A renewal may change it. */
  timeoutMs: number;
  /** The end of the tick in which it expires, in ms on the server's clock. */
  expiresAt: number;
  /** Its end has been proposed: it takes no more requests. */
  isClosing: boolean;
  /** The connection that serves it now. */
  connection: Connection | undefined;
}
