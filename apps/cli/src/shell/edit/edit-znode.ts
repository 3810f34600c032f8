import { readFile } from 'node:fs/promises';
import { ErrorCode, isZooKeeperError, type NodeData, type Operations, type Stat } from '@zookit/client';
import { baseName } from '@zookit/protocol';
import { textOf } from '../export-file/text-of.ts';
import { ShellError } from '../failure/shell-error.ts';
import { zooKeeperErrorText } from '../failure/zookeeper-error-text.ts';
import type { Output } from '../output/output.ts';
import type { Terminal } from '../output/terminal.ts';
import { editedText } from './edited-text.ts';
import { runEditor } from './run-editor.ts';
import { TemporaryFile } from './temporary-file.ts';

/** How a znode is edited. */
export interface EditOptions {
  readonly editor: string;
  /** A file that an earlier edit kept. */
  readonly continued: string | undefined;
  readonly terminal: Terminal;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Lets the user edit the data of a znode, and sets it. Resolves to undefined if nothing was changed. */
export async function editZnode(client: Operations, path: string, options: EditOptions): Promise<Stat | undefined> {
  const { signal, terminal, editor } = options;
  const found = await client.get(path, { signal });
  const before = textToEdit(path, found);
  const offered = options.continued === undefined ? before : await continuedText(options.continued, before, options);
  await using file = await TemporaryFile.create(baseName(path) || 'root', offered);
  try {
    await terminal.lend(() => runEditor(editor, file.path));
    const after = editedText(before, (await file.read()).toString('utf8'));
    if (after === before) return undefined;
    signal.throwIfAborted();
    return await client.set(path, after, { version: found.stat.version, signal });
  } catch (error) {
    if ((await file.read()).toString('utf8') === before) throw error;
    file.keep();
    const failure = keptFailure(error, path, file.path, found);
    // Of a command that was interrupted, no failure is told.
    if (signal.aborted) options.output.note(failure.message);
    throw failure;
  }
}

function textToEdit(path: string, { data }: NodeData): string {
  const text = textOf(data);
  if (text !== undefined) return text;
  throw new ShellError(`The data of ${path} is no text in UTF-8. "get -b ${path}" prints it in base64.`);
}

/** What was written before; tells how that differs from what is there now. */
async function continuedText(file: string, now: string, { output }: EditOptions): Promise<string> {
  const kept = await readKept(file);
  const { createTwoFilesPatch } = await import('diff');
  if (kept !== now)
    output.note(createTwoFilesPatch('what is there now', file, now, kept).replace(/^=+\n/u, '').trimEnd());
  return kept;
}

async function readKept(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ShellError(`${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Says where the text is, and how to go on. */
function keptFailure(error: unknown, path: string, file: string, { stat }: NodeData): ShellError {
  const lines = [
    problemText(error, path, stat),
    `What you wrote is kept in ${file}.`,
    `To go on with it: edit --continue ${file} ${path}`,
  ];
  return new ShellError(lines.join('\n'), { cause: error });
}

function problemText(error: unknown, path: string, { version }: Stat): string {
  if (isZooKeeperError(error, ErrorCode.BadVersion)) {
    return `${path} was changed meanwhile: version ${version} was opened, and is no longer there.`;
  }
  if (isZooKeeperError(error)) return zooKeeperErrorText(error);
  return error instanceof Error ? error.message : String(error);
}
