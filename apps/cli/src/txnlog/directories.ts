import { basename, join } from 'node:path';
import { nodeFileSystem, parseLogName, parseSnapshotName, VERSION_DIRECTORY } from '@zookit/txnlog';
import { ToolError } from './tool-error.ts';

/** Where the files of a server are. */
export interface Directories {
  readonly snapshots: string;
  readonly logs: string;
}

/** Finds the files of a server by its `dataDir` and `dataLogDir`, or by the `version-2` in them. Throws {@link ToolError}. */
export async function findDirectories(dataDir: string, dataLogDir: string | undefined): Promise<Directories> {
  const snapshots = await versionDirectory(dataDir);
  return { snapshots, logs: dataLogDir === undefined ? snapshots : await versionDirectory(dataLogDir) };
}

/** Where below a `dataDir` or `dataLogDir` the files are; it may be named itself. Throws {@link ToolError}. */
export async function versionDirectory(path: string): Promise<string> {
  const status = await nodeFileSystem.status(path);
  if (status === undefined) throw new ToolError(`${path}: no such file or directory`);
  if (!status.isDirectory) throw new ToolError(`${path} is no directory. Name the dataDir of a server.`);
  const below = join(path, VERSION_DIRECTORY);
  if ((await nodeFileSystem.status(below))?.isDirectory === true) return below;
  const names = await nodeFileSystem.list(path);
  const isVersionDirectory = basename(path) === VERSION_DIRECTORY || names.some(isOfServer);
  if (!isVersionDirectory)
    throw new ToolError(`${path} is no dataDir of a server: it has no ${VERSION_DIRECTORY} in it.`);
  return path;
}

function isOfServer(name: string): boolean {
  return parseLogName(name) !== undefined || parseSnapshotName(name) !== undefined;
}
