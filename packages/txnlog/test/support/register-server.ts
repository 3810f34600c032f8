import { DataDirectory, type LockOwner, type Recovery, type TxnLogWriter } from '../../src/index.ts';
import type { SimulatedDisk } from '@zookit/testkit';
import { payloadOf, registersAt, RegisterTarget, snapshotBytes, type SetText } from './registers.ts';

/** Where the files are on a simulated disk. */
export const LOG_DIRECTORY = '/log/version-2';
export const SNAPSHOT_DIRECTORY = '/data/version-2';

/** A process on a simulated machine: all others are gone. */
export const survivor: LockOwner = {
  self: { pid: 1, host: 'simulated', boot: '', pidSpace: '', started: '' },
  livenessOf: () => 'gone',
  wait: () => Promise.resolve(),
  schedule: () => ({ cancel: () => undefined }),
};

/** Reads a disk as a server does that starts on it. Leaves the lock. */
export async function openAndRecover(disk: SimulatedDisk): Promise<[DataDirectory, Recovery<RegisterTarget>]> {
  let time = 0;
  const directory = await DataDirectory.open({
    dataDir: '/data',
    dataLogDir: '/log',
    files: disk,
    owner: survivor,
    // Each look at the clock takes a second: so the mark is written with each sync.
    now: () => (time += 1000),
  });
  return [directory, await directory.recover({ createTarget: () => new RegisterTarget() })];
}

/** A server that keeps registers, and remembers what it acknowledged. */
export class RegisterServer {
  readonly directory: DataDirectory;
  readonly log: TxnLogWriter;
  readonly history: SetText[];
  /** Everything up to this was confirmed to be on disk. */
  acknowledged: bigint;
  #lastZxid: bigint;

  private constructor(directory: DataDirectory, log: TxnLogWriter, history: SetText[], lastZxid: bigint) {
    this.directory = directory;
    this.log = log;
    this.history = history;
    this.acknowledged = lastZxid;
    this.#lastZxid = lastZxid;
  }

  /** Starts on a disk. What is recovered of `history` is kept of it. */
  static async start(
    disk: SimulatedDisk,
    history: readonly SetText[] = [],
    preallocateBytes = 8192,
  ): Promise<RegisterServer> {
    const [directory, { lastZxid, snapshotZxid }] = await openAndRecover(disk);
    const log = await directory.openLog(lastZxid, { preallocateBytes, forceSync: true });
    const kept = history.filter(({ zxid }) => zxid <= lastZxid);
    const server = new RegisterServer(directory, log, kept, lastZxid);
    if (snapshotZxid === undefined) await server.snapshot();
    return server;
  }

  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  append(path: string, text: string): void {
    const txn = { zxid: ++this.#lastZxid, path, text };
    this.history.push(txn);
    this.log.append(txn.zxid, payloadOf(txn));
  }

  async sync(): Promise<void> {
    const last = this.#lastZxid;
    await this.log.sync();
    if (last > this.acknowledged) this.acknowledged = last;
  }

  /** Takes a snapshot of what was acknowledged, and begins a new log. */
  async snapshot(compression: 'none' | 'gz' | 'snappy' = 'none'): Promise<void> {
    const state = registersAt(this.history, this.acknowledged);
    const writer = await this.directory.createSnapshot(state.lastZxid, compression);
    await writer.write(snapshotBytes(state));
    await writer.finish({ digest: undefined, lastZxid: state.lastZxid });
    this.log.roll();
  }

  async stop(): Promise<void> {
    await this.log.close();
    await this.directory.close();
  }
}
