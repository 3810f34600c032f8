import { DataTree, Preparer, TreeLoader, type DataTreeOptions } from '@zookit/datatree';
import { OpCode } from '@zookit/protocol';
import { SimulatedDisk } from '@zookit/testkit';
import { DataDirectory, type LockOwner, type TxnLogWriter } from '@zookit/txnlog';
import { authProviders } from '../../src/auth/authentication.ts';
import { defaultConfig, silentLogger } from '../../src/index.ts';
import type { PendingRequest } from '../../src/requests/pending-request.ts';
import { LogReplicator } from '../../src/storage/log-replicator.ts';
import { treeOptions } from '../../src/tree-options.ts';

/** How trees are made in a server with the default configuration. */
export const simulatedTreeOptions: DataTreeOptions = treeOptions(
  defaultConfig,
  authProviders(defaultConfig, []),
  silentLogger,
);

/** A process on a simulated machine: all others are gone. */
export const survivor: LockOwner = {
  self: { pid: 1, host: 'simulated', boot: '', pidSpace: '', started: '' },
  livenessOf: () => 'gone',
  wait: () => Promise.resolve(),
  schedule: () => ({ cancel: () => undefined }),
};

/** A replicator over a log on a simulated disk, and everything that it told. */
export class SimulatedLog {
  readonly disk: SimulatedDisk;
  readonly log: TxnLogWriter;
  readonly replicator: LogReplicator;
  /** The zxids of each batch that was committed. */
  readonly committed: bigint[][] = [];
  readonly failures: unknown[] = [];
  proposedCount = 0;
  appendedCount = 0;
  /** How often the log was forced to disk. */
  syncCount = 0;
  readonly #preparer = new Preparer(new DataTree(simulatedTreeOptions), 0n);

  private constructor(disk: SimulatedDisk, log: TxnLogWriter) {
    this.disk = disk;
    this.log = log;
    const listener = {
      onProposed: () => {
        this.proposedCount++;
      },
      onCommitted: (batch: readonly PendingRequest[]) => {
        this.committed.push(batch.map(zxidOf));
      },
      onFailure: (error: unknown) => {
        this.failures.push(error);
      },
    };
    this.replicator = new LogReplicator(log, listener, () => {
      this.appendedCount++;
    });
    disk.fault = ({ name, path }) => {
      if (name === 'datasync' && path.includes('/log.')) this.syncCount++;
      return undefined;
    };
  }

  static async create(): Promise<SimulatedLog> {
    const disk = new SimulatedDisk();
    const directory = await DataDirectory.open({ dataDir: '/data', files: disk, owner: survivor });
    return new SimulatedLog(disk, await directory.openLog(0n, { preallocateBytes: 4096, forceSync: true }));
  }

  /** Proposes so many transactions. */
  propose(count = 1): void {
    const requester = { sessionId: 1n, identities: [], watcher: undefined };
    for (let index = 0; index < count; index++) {
      const proposal = this.#preparer.prepare(OpCode.createSession, { timeoutMs: 10_000 }, requester, 0, 0n);
      this.replicator.propose({ ...blank, proposal });
    }
  }

  /** The last zxid that a server would find after a loss of power now, in which all is lost that was not forced. */
  async recoveredZxid(): Promise<bigint> {
    const files = this.disk.crash(() => undefined);
    await using directory = await DataDirectory.open({ dataDir: '/data', files, owner: survivor });
    const createTarget = () => new TreeLoader(simulatedTreeOptions);
    const { lastZxid } = await directory.recover({ createTarget, trustEmptySnapshot: true });
    return lastZxid;
  }
}

const blank: PendingRequest = {
  connection: undefined,
  xid: 0,
  opCode: OpCode.createSession,
  identities: [],
  receivedAt: 0,
  request: undefined,
  error: 0,
  proposal: undefined,
  after: undefined,
  result: undefined,
  next: undefined,
};

function zxidOf({ proposal }: PendingRequest): bigint {
  return proposal?.header.zxid ?? 0n;
}
