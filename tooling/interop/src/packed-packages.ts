import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceDirectory } from './directories.ts';
import { runCommand } from './run-command.ts';

/** A folder whose `node_modules` has packages of the workspace as they would be published. They must have been built. */
export class PackedPackages implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Packs the packages of the folders `packages/<name>`. */
  static async of(names: readonly string[]): Promise<PackedPackages> {
    const packed = new PackedPackages(await mkdtemp(join(tmpdir(), 'interop-packed-')));
    for (const name of names) await packed.#add(name);
    return packed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async #add(name: string): Promise<void> {
    const into = join(this.path, 'node_modules', '@zookit', name);
    const archives = join(this.path, 'archives', name);
    await Promise.all([mkdir(into, { recursive: true }), mkdir(archives, { recursive: true })]);
    const cwd = join(workspaceDirectory, 'packages', name);
    await runCommand('pnpm', ['pack', '--pack-destination', archives], { cwd });
    const [archive = ''] = await readdir(archives);
    await runCommand('tar', ['-xzf', join(archives, archive), '-C', into, '--strip-components=1']);
  }
}
