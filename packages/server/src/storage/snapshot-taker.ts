import { JuteWriter } from '@zookit/jute';
import { TreeSerializer, type DataTree } from '@zookit/datatree';
import { formatHex } from '@zookit/protocol';
import type { DataDirectory, SnapshotWriter } from '@zookit/txnlog';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';

/** How much is written in one go: the event loop has other things to do. */
const SLICE_BYTES = 64 * 1024;

/** What a {@link SnapshotTaker} works with. */
export interface SnapshotTakerOptions {
  readonly tree: DataTree;
  readonly directory: DataDirectory;
  readonly compression: 'none' | 'gz' | 'snappy';
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Forces to disk what is in the log. The znodes show transactions up to the snapshot's end: it must not outlive them. Not
   * needed where nothing is logged yet.
   */
  readonly forceLog?: (() => Promise<void>) | undefined;
}

/** Takes snapshots of the tree while it serves and changes, one at a time and a little in each turn of the event loop. */
export class SnapshotTaker {
  readonly #options: SnapshotTakerOptions;
  #running: Promise<void> | undefined;

  constructor(options: SnapshotTakerOptions) {
    this.#options = options;
  }

  /**
   * Begins a snapshot, or goes on with the one that is being taken. Resolves when that is on disk, or has failed: then
   * nothing is lost, since the log holds everything, and the next one will be tried in its time.
   */
  take(): Promise<void> {
    this.#running ??= this.#tryToTake().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Takes the first one of a directory. Rejects when it cannot be had: logs without a snapshot are taken for a loss. */
  takeFirst(): Promise<void> {
    return this.#take();
  }

  /** Resolves when none is being taken. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #tryToTake(): Promise<void> {
    try {
      await this.#take();
    } catch (error) {
      this.#options.logger.error('snapshot not taken: the log holds everything, another is tried later', { error });
    }
  }

  async #take(): Promise<void> {
    const { clock, logger } = this.#options;
    const startedAt = clock.now();
    const { path, zxid, sizeBytes } = await this.#write();
    const durationMs = Math.round(clock.now() - startedAt);
    logger.info('snapshot taken', { file: path, zxid: formatHex(zxid), sizeBytes, durationMs });
  }

  async #write() {
    const { tree, directory, compression } = this.#options;
    const serializer = new TreeSerializer(tree);
    try {
      const writer = await directory.createSnapshot(serializer.zxid, compression);
      return await this.#writeFrom(serializer, writer);
    } finally {
      serializer.close();
    }
  }

  async #writeFrom(serializer: TreeSerializer, writer: SnapshotWriter) {
    try {
      await this.#writeSlices(serializer, writer);
      const end = serializer.end();
      await this.#options.forceLog?.();
      return await writer.finish(end);
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  async #writeSlices(serializer: TreeSerializer, writer: SnapshotWriter): Promise<void> {
    const slice = new JuteWriter(2 * SLICE_BYTES);
    while (serializer.next(slice, SLICE_BYTES)) {
      await writer.write(slice.bytes());
      slice.reset();
      await this.#nextTurn();
    }
  }

  #nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.#options.clock.defer(resolve);
    });
  }
}
