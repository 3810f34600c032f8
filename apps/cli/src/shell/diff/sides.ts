import type { Operations } from '@zookit/client';
import { Connection } from '../connection.ts';
import type { ConnectionSettings } from '../connection-settings.ts';
import type { ExportedNode } from '../export-file/exported-node.ts';
import { formatOf } from '../export-file/export-format.ts';
import { readExport } from '../export-file/read-export.ts';
import { exportedNodes, type ExportOptions } from '../export/exported-nodes.ts';
import { checkPath } from '../failure/path-failure.ts';
import { openInput } from '../import/open-input.ts';
import { comparePaths } from '../subtree/paths.ts';
import type { Side } from './side.ts';

/** What opens the sides of a comparison. */
export interface SideContext {
  /** The session of the shell. Asked for only if a side is a path. */
  readonly session: () => Promise<Operations>;
  readonly settings: ConnectionSettings;
  readonly options: ExportOptions;
}

/** A side that is being read. Disposing of it ends what was opened for it. */
export interface OpenSide extends AsyncDisposable {
  readonly nodes: AsyncIterator<ExportedNode, void>;
}

/** Begins to read a side, in the order of {@link comparePaths}. */
export async function openSide(side: Side, context: SideContext): Promise<OpenSide> {
  switch (side.type) {
    case 'path':
      return readingOf(exportedNodes(await context.session(), side.path, context.options));
    case 'server':
      return openServer(side.servers, side.path, context);
    case 'file':
      return readingOf(fileNodes(side.name, context.options));
  }
}

/** With the settings of the shell's own session, but for the servers. */
async function openServer(servers: string, path: string, { settings, options }: SideContext): Promise<OpenSide> {
  checkPath(path);
  const connection = new Connection({ ...settings, servers }, () => undefined);
  connection.open();
  const client = await connection.ready(options.signal);
  return readingOf(exportedNodes(client, path, options), () => connection.close());
}

/** A file may have been written by hand, in any order: it is held as a whole. */
async function* fileNodes(
  file: string,
  { withEphemerals }: ExportOptions,
): AsyncGenerator<ExportedNode, void, undefined> {
  const input = await openInput(file);
  const { nodes } = await readExport(input.chunks, formatOf(file) ?? 'json', file);
  const all: ExportedNode[] = [];
  for await (const { node } of nodes) if (withEphemerals || node.kind !== 'ephemeral') all.push(node);
  yield* all.sort((left, right) => comparePaths(left.path, right.path));
}

function readingOf(
  nodes: AsyncGenerator<ExportedNode, void, undefined>,
  close: () => Promise<void> = () => Promise.resolve(),
): OpenSide {
  return {
    nodes,
    async [Symbol.asyncDispose]() {
      await nodes.return();
      await close();
    },
  };
}
