import type { DataTree } from '@zookit/datatree';
import type { Replicator, ReplicatorListener } from './requests/replicator.ts';

/** What a server begins with, and how it keeps what changes. */
export interface ServerState {
  readonly tree: DataTree;
  /** Makes the passwords of sessions; as old as the sessions are. */
  readonly sessionSecret: Uint8Array;
  /** Bytes in the directory of snapshots; 0 where there is none. */
  readonly dataDirBytes: number;
  /** Bytes in the directory of logs; 0 where there is none. */
  readonly dataLogDirBytes: number;
  /** Called once, when the server is there. */
  createReplicator(listener: ReplicatorListener): Replicator;
  /** The server has stopped: resolves when all that was committed is kept. */
  close(): Promise<void>;
}
