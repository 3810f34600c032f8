import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig, type StorageConfig } from '../../src/index.ts';

/** A folder for the data of one test. */
export class DataFolder implements Disposable {
  readonly #path: string = mkdtempSync(join(tmpdir(), 'zookit-server-'));
  readonly dataDir: string = join(this.#path, 'data');
  readonly dataLogDir: string = join(this.#path, 'log');

  /** The names of the snapshots, the oldest first. */
  get snapshots(): string[] {
    return namesLike(join(this.dataDir, 'version-2'), /^snapshot\./u);
  }

  /** The names of the logs, the oldest first. */
  get logs(): string[] {
    return namesLike(join(this.dataDir, 'version-2'), /^log\./u);
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/** Apache's defaults but for what a test says, and small files. */
export function storageOf(options: Partial<StorageConfig> = {}): StorageConfig {
  return { ...defaultConfig.storage, preallocateBytes: 4096, ...options };
}

function namesLike(directory: string, pattern: RegExp): string[] {
  const names = readdirSync(directory).filter((name) => pattern.test(name));
  const zxidOf = (name: string) => Number.parseInt(name.split('.')[1] ?? '', 16);
  return names.sort((left, right) => zxidOf(left) - zxidOf(right));
}
