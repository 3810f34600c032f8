import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TreeLoader, type DataTree, type DataTreeOptions } from '@zookit/datatree';
import { formatHex } from '@zookit/protocol';
import { DataDirectory, type Recovery, type TxnLogWriter } from '@zookit/txnlog';
import type { ServerConfig } from '../config/server-config.ts';
import type { LogFields, Logger } from '../logger.ts';
import type { Replicator, ReplicatorListener } from '../requests/replicator.ts';
import type { ServerEnvironment } from '../server-options.ts';
import type { ServerState } from '../server-state.ts';
import { LogReplicator } from './log-replicator.ts';
import { Purger } from './purger.ts';
import { sessionSecret } from './session-secret.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';
import { SnapshotTaker } from './snapshot-taker.ts';

const UINT32_VALUES = 2 ** 32;

interface Opened {
  readonly directory: DataDirectory;
  readonly log: TxnLogWriter;
  readonly snapshots: SnapshotTaker;
  readonly tree: DataTree;
  readonly sessionSecret: Uint8Array;
}

/** A state in the files of a data directory: what was acknowledged is there after any crash. */
export class StoredState implements ServerState {
  readonly tree: DataTree;
  readonly sessionSecret: Uint8Array;
  readonly #directory: DataDirectory;
  readonly #log: TxnLogWriter;
  readonly #snapshots: SnapshotTaker;
  readonly #schedule: SnapshotSchedule;
  readonly #purger: Purger;
  #replicator: LogReplicator | undefined;

  private constructor(opened: Opened, config: ServerConfig, { clock, logger, randomBytes }: ServerEnvironment) {
    const { storage } = config;
    this.tree = opened.tree;
    this.sessionSecret = opened.sessionSecret;
    this.#directory = opened.directory;
    this.#log = opened.log;
    this.#snapshots = opened.snapshots;
    this.#schedule = new SnapshotSchedule(storage, () => Buffer.from(randomBytes(4)).readUInt32BE() / UINT32_VALUES);
    this.#purger = new Purger(opened.directory, storage, clock, logger);
  }

  /**
   * Loads what the directory holds, and makes it ready to be written to. Rejects with the errors of `@zookit/txnlog`, which
   * name the file and say what to do, when it cannot be had or is damaged.
   */
  static async open(
    dataDir: string,
    config: ServerConfig,
    environment: ServerEnvironment,
    treeOptions: DataTreeOptions,
  ): Promise<StoredState> {
    const { dataLogDir, createsDirectories: autoCreate } = config;
    let state: StoredState | undefined;
    const directory = await DataDirectory.open({
      dataDir,
      dataLogDir,
      autoCreate,
      onNotice: noticeTo(environment.logger),
      onLost: (error) => {
        if (state !== undefined) state.#replicator?.fail(error);
      },
    });
    try {
      const recovery = await recover(directory, config, environment.logger, treeOptions);
      const opened = await openBehind(directory, recovery, config, environment);
      state = new StoredState(opened, config, environment);
      state.#begin(recovery);
      return state;
    } catch (error) {
      await directory.close();
      throw error;
    }
  }

  get dataDirBytes(): number {
    return bytesIn(this.#directory.snapshotDirectory);
  }

  get dataLogDirBytes(): number {
    return bytesIn(this.#directory.logDirectory);
  }

  createReplicator(listener: ReplicatorListener): Replicator {
    this.#replicator = new LogReplicator(this.#log, listener, () => {
      this.#appended();
    });
    return this.#replicator;
  }

  /** What was committed is in the log. No snapshot is taken: that would only make the stop slow. */
  async close(): Promise<void> {
    await this.#purger.stop();
    await this.#snapshots.idle();
    try {
      await this.#log.close();
    } finally {
      await this.#directory.close();
    }
  }

  #begin({ snapshotZxid, replayedCount }: Recovery<TreeLoader>): void {
    const isDue = snapshotZxid !== undefined && replayedCount > 0;
    // The snapshot of the start is there before any older one goes.
    this.#purger.start(isDue ? this.#snapshots.take() : undefined);
  }

  #appended(): void {
    if (!this.#schedule.isDue(this.#log)) return;
    this.#log.roll();
    void this.#snapshots.take();
  }
}

function noticeTo(logger: Logger): (message: string, fields: LogFields) => void {
  return (message, fields) => {
    logger.warn(message, fields);
  };
}

async function recover(
  directory: DataDirectory,
  { storage }: ServerConfig,
  logger: Logger,
  treeOptions: DataTreeOptions,
): Promise<Recovery<TreeLoader>> {
  const recovery = await directory.recover({
    createTarget: () => new TreeLoader(treeOptions),
    trustEmptySnapshot: storage.trustEmptySnapshot,
    onProgress: (progress) => {
      logger.info('loading', { ...progress });
    },
    onNotice: noticeTo(logger),
  });
  const { tree } = recovery.target;
  recovery.target.finish();
  logger.info('data loaded', {
    zxid: formatHex(recovery.lastZxid),
    snapshot: recovery.snapshotZxid === undefined ? 'none' : formatHex(recovery.snapshotZxid),
    transactions: recovery.replayedCount,
    znodes: tree.nodeCount,
    sessions: tree.sessions.size,
  });
  return recovery;
}

/** An empty directory gets its first snapshot before its first log: logs without a snapshot are taken for a loss. */
async function openBehind(
  directory: DataDirectory,
  { target: { tree }, lastZxid, snapshotZxid }: Recovery<TreeLoader>,
  config: ServerConfig,
  { clock, logger, randomBytes }: ServerEnvironment,
): Promise<Opened> {
  const { compression } = config.storage;
  const taking = { tree, directory, compression, clock, logger };
  const secret = await sessionSecret(directory, randomBytes);
  if (snapshotZxid === undefined) await new SnapshotTaker(taking).takeFirst();
  const log = await openLog(directory, lastZxid, config, logger);
  const snapshots = new SnapshotTaker({ ...taking, forceLog: () => log.force() });
  return { directory, log, snapshots, tree, sessionSecret: secret };
}

function openLog(
  directory: DataDirectory,
  lastZxid: bigint,
  { storage }: ServerConfig,
  logger: Logger,
): Promise<TxnLogWriter> {
  return directory.openLog(lastZxid, {
    preallocateBytes: storage.preallocateBytes,
    sizeLimitBytes: storage.logSizeMaxBytes,
    forceSync: storage.forceSync,
    syncWarningMs: storage.syncWarningMs,
    onSlowSync: (durationMs, sizeBytes) => {
      logger.warn('the disk was slow to write the log, which holds up every write', { durationMs, sizeBytes });
    },
  });
}

/** The snapshots and logs in a directory, in bytes. */
function bytesIn(directory: string): number {
  const names = readdirSync(directory).filter((name) => /^(?:snapshot|log)\./u.test(name));
  const sizes = names.map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((total, size) => total + size, 0);
}
