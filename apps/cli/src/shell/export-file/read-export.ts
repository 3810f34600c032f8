import type { PlacedNode } from './exported-node.ts';
import { decodeText } from './decode-text.ts';
import { fileFailure } from './file-failure.ts';
import type { ExportFormat } from './export-format.ts';
import type { ExportHeader } from './export-header.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

/** An export file that is being read. */
export interface ExportReading {
  readonly header: ExportHeader;
  /** Can be gone through once. Rejects with {@link ShellError} where it makes no sense. */
  readonly nodes: AsyncIterable<PlacedNode>;
}

/** Begins to read an export file, whose name is for messages. Rejects with {@link ShellError}. */
export async function readExport(
  chunks: AsyncIterable<Uint8Array>,
  format: ExportFormat,
  file: string,
): Promise<ExportReading> {
  const text = decodeText(chunks, file);
  const parts = format === 'json' ? readJson(text, file) : readYaml(text, file);
  const first = await parts.next();
  if (first.done === true || !('root' in first.value)) throw fileFailure(file, 'the file is empty');
  return { header: first.value, nodes: onlyNodes(parts) };
}

async function* onlyNodes(
  parts: AsyncIterable<ExportHeader | PlacedNode>,
): AsyncGenerator<PlacedNode, void, undefined> {
  for await (const part of parts) if ('node' in part) yield part;
}
