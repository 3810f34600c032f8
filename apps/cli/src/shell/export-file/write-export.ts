import type { ExportedNode } from './exported-node.ts';
import type { ExportFormat } from './export-format.ts';
import { type ExportHeader, FORMAT, VERSION } from './export-header.ts';
import { entryOf } from './node-entry.ts';

/** The text of an export file, in pieces: one for each znode, so that the subtree need not fit into memory. */
export async function* writeExport(
  format: ExportFormat,
  header: ExportHeader,
  nodes: AsyncIterable<ExportedNode>,
): AsyncGenerator<string, void, undefined> {
  yield* format === 'json' ? writeJson(header, nodes) : writeYaml(header, nodes);
}

async function* writeJson(
  { root }: ExportHeader,
  nodes: AsyncIterable<ExportedNode>,
): AsyncGenerator<string, void, undefined> {
  yield `{\n  "format": ${JSON.stringify(FORMAT)},\n  "root": ${JSON.stringify(root)},\n  "version": ${VERSION},\n  "znodes": [`;
  let separator = '\n';
  for await (const node of nodes) {
    yield `${separator}    ${JSON.stringify(entryOf(node))}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

async function* writeYaml(
  { root }: ExportHeader,
  nodes: AsyncIterable<ExportedNode>,
): AsyncGenerator<string, void, undefined> {
  const { stringify } = await import('yaml');
  yield stringify({ format: FORMAT, root, version: VERSION });
  let isEmpty = true;
  for await (const node of nodes) {
    yield `${isEmpty ? 'znodes:\n' : ''}${stringify([entryOf(node)], { lineWidth: 0 })}`;
    isEmpty = false;
  }
  if (isEmpty) yield 'znodes: []\n';
}
