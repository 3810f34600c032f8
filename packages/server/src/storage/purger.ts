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
  readonly #stopping = new AbortController();

  constructor(directory: DataDirectory, config: StorageConfig, clock: Clock, logger: Logger) {
    this.#directory = directory;
    this.#config = config;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Begins once `ready` has resolved, unless purging is off. */
  start(ready: Promise<void> = Promise.resolve()): void {
    if (this.#config.purgeIntervalMs <= 0) return;
    this.#running = this.#purgeBehind(ready);
    this.#timer = this.#clock.schedule(() => {
      this.start(this.#running);
    }, this.#config.purgeIntervalMs);
  }

  /** Ends; resolves when nothing is being removed any more. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#stopping.abort();
    await this.#running;
  }

  async #purgeBehind(ready: Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    await ready;
    try {
      signal.throwIfAborted();
      const { removed, damaged } = await this.#directory.purge(this.#config.retainedSnapshots, signal);
      for (const { file, message } of damaged) this.#logger.warn('a damaged snapshot stays', { file, reason: message });
      if (removed.length > 0) this.#logger.info('old snapshots and logs removed', { files: removed });
    } catch (error) {
      if (!signal.aborted) this.#logger.error('old snapshots and logs not removed', { error });
    }
  }
}
