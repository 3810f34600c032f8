import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerConfig } from '@zookit/server';
import { ExitCode } from './exit-code.ts';
import { StartError } from './start-error.ts';

/** Where Apache's server keeps its files inside a data directory. */
const FORMAT_DIRECTORY = 'version-2';

/**
 * Makes the directories for snapshots and logs, as Apache's server does at its start. Throws {@link StartError} when they
 * cannot be had, and when there is data in them: to serve an empty tree in its place would look like a loss.
 */
export async function prepareDirectories(config: ServerConfig): Promise<void> {
  for (const directory of new Set([config.dataDir, config.dataLogDir])) {
    await prepare(join(directory, FORMAT_DIRECTORY), config.createsDirectories);
  }
}

async function prepare(directory: string, mayCreate: boolean): Promise<void> {
  const names = await namesIn(directory, mayCreate);
  const data = names.find((name) => /^(?:snapshot|log)\.[0-9a-f]+/u.test(name));
  if (data === undefined) return;
  throw new StartError(
    `${join(directory, data)} is data of another server, which this release cannot load: it keeps its data in memory ` +
      'only. Name an empty directory as dataDir and dataLogDir.',
    ExitCode.DATA_DIRECTORY,
  );
}

async function namesIn(directory: string, mayCreate: boolean): Promise<string[]> {
  try {
    if (mayCreate) await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    return await readdir(directory);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      code === 'ENOENT' && !mayCreate
        ? `Missing data directory ${directory}, automatic data directory creation is disabled ` +
            '(zookeeper.datadir.autocreate is false). Please create this directory manually.'
        : `The data directory ${directory} cannot be used: ${message}. Make it writable, or name another one as dataDir.`,
      ExitCode.DATA_DIRECTORY,
      { cause: error },
    );
  }
}
