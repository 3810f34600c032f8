import type { Peers } from '../peers/peers.ts';
import type { ServerProcess, Settings } from '../servers/server-process.ts';
import type { Transcript } from '../transcript.ts';

/** A scripted session: what one peer asks of a fresh server, and what it gets to see. */
export interface Session {
  /** Peer and script, as in `kazoo/basic`. */
  readonly name: string;
  /** What the server is told beyond what every server of the harness is told. */
  readonly settings: Settings;
  run(server: ServerProcess, peers: Peers): Promise<Transcript>;
}
