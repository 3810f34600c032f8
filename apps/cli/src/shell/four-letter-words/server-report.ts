import type { ClientConnection } from './parse-cons.ts';
import type { SrvrReport } from './parse-srvr.ts';

/** What a server told of itself by four-letter words; what none of those that it allows tells is undefined. */
export interface ServerReport extends SrvrReport {
  /** Its address, as `host:port`. */
  readonly server: string;
  readonly state: 'serving' | 'not-serving' | 'unreachable' | 'refusing';
  /** Why it is not `serving`, in a few words. */
  readonly problem: string | undefined;
  /** The words that it does not allow. */
  readonly refused: readonly string[];
  readonly sessions: number | undefined;
  readonly ephemerals: number | undefined;
  readonly watches: number | undefined;
  /** Paths and data of all znodes, in bytes. */
  readonly dataBytes: number | undefined;
  /** How many servers vote. */
  readonly quorumSize: number | undefined;
  /** Of a leader: the servers that follow it, and those of them that are in sync. */
  readonly followers: number | undefined;
  readonly syncedFollowers: number | undefined;
  readonly clients: readonly ClientConnection[] | undefined;
}
