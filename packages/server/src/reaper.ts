import type { DataTree } from '@zookit/datatree';
import type { Clock, Timer } from './clock.ts';
import type { ContainerConfig } from './config/server-config.ts';

const MINUTE_MS = 60_000;

/** What a {@link Reaper} works with. */
export interface ReaperOptions {
  readonly tree: DataTree;
  readonly clock: Clock;
  readonly config: ContainerConfig;
  /** Proposes the removal of a znode. */
  readonly remove: (path: string) => void;
}

/**
 * Removes containers whose last child is gone and TTL nodes whose time is over. It looks in intervals, and spreads the
 * removals so that no more than `maxPerMinute` are proposed.
 */
export class Reaper {
  readonly #options: ReaperOptions;
  #timer: Timer | undefined;

  constructor(options: ReaperOptions) {
    this.#options = options;
  }

  /** Begins to look. */
  start(): void {
    const { checkIntervalMs } = this.#options.config;
    if (checkIntervalMs <= 0) return;
    this.#after(checkIntervalMs, () => {
      const { tree, clock } = this.#options;
      const candidates = [...tree.reapable(BigInt(clock.wallTime()))];
      this.#remove(candidates);
    });
  }

  /** Looks no more. */
  stop(): void {
    this.#timer?.cancel();
  }

  #remove(candidates: string[]): void {
    const path = candidates.pop();
    if (path === undefined) {
      this.start();
      return;
    }
    this.#options.remove(path);
    this.#after(Math.trunc(MINUTE_MS / this.#options.config.maxPerMinute), () => {
      this.#remove(candidates);
    });
  }

  #after(delayMs: number, task: () => void): void {
    this.#timer = this.#options.clock.schedule(task, delayMs);
  }
}
