import type { DataTree } from '@zookit/datatree';
import { MemoryReplicator } from './requests/memory-replicator.ts';
import type { Replicator, ReplicatorListener } from './requests/replicator.ts';
import type { ServerEnvironment } from './server-options.ts';
import type { ServerState } from './server-state.ts';
import { newSessionSecret } from './sessions/session-passwords.ts';

/** A state that lasts as long as the server. */
export class MemoryState implements ServerState {
  readonly tree: DataTree;
  readonly sessionSecret: Uint8Array;
  readonly dataDirBytes = 0;
  readonly dataLogDirBytes = 0;

  constructor(tree: DataTree, { clock, randomBytes }: ServerEnvironment) {
    this.tree = tree;
    this.tree.lastProcessedZxid = initialZxid(clock.wallTime());
    this.sessionSecret = newSessionSecret(randomBytes);
  }

  createReplicator(listener: ReplicatorListener): Replicator {
    return new MemoryReplicator(listener);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Data in memory begins anew with each start, but clients that reconnect have seen zxids of the last one and refuse to go
 * back. So the first zxid of a start is made of the time, with room for a million transactions in each millisecond:
 * above all zxids of an earlier start, unless the clock was set back.
 */
function initialZxid(wallTime: number): bigint {
  return BigInt(Math.trunc(wallTime)) << 20n;
}
