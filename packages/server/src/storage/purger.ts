import type { DataDirectory } from '@zookit/txnlog';
import type { Clock, Timer } from '../clock.ts';
import type { StorageConfig } from '../config/server-config.ts';
import type { Logger } from '../logger.ts';

/** Removes snapshots and logs that are no longer needed: at the start, and in intervals from then on. */
export class Purger {
  readonly #directory: DataDirectory;
  readonly #config: StorageConfig;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(directory: DataDirectory, config: StorageConfig, clock: Clock, logger: Logger) {
    this.#directory = directory;
    this.#config = config;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Begins, unless purging is off. */
  start(): void {
    if (this.#config.purgeIntervalMs <= 0) return;
    this.#running = this.#purge();
    this.#timer = this.#clock.schedule(() => {
      this.start();
    }, this.#config.purgeIntervalMs);
  }

  /** Ends; resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#running;
  }

  async #purge(): Promise<void> {
    try {
      const removed = await this.#directory.purge(this.#config.retainedSnapshots);
      if (removed.length > 0) this.#logger.info('old snapshots and logs removed', { files: removed });
    } catch (error) {
      this.#logger.error('old snapshots and logs not removed', { error });
    }
  }
}
