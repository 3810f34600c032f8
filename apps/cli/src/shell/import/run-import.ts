import type { CommandContext } from '../command-context.ts';
import type { ExportReading } from '../export-file/read-export.ts';
import { bytesText } from '../output/amounts.ts';
import { importNodes } from './import-nodes.ts';
import type { ImportOptions } from './import-options.ts';
import { type ImportAction, importActions, type ImportStep } from './import-step.ts';
import type { Input } from './open-input.ts';

/** How an import is run. */
export interface ImportRun {
  readonly options: ImportOptions;
  readonly isDryRun: boolean;
  /** Whether each step is printed. */
  readonly isVerbose: boolean;
}

/** What has been done, and what would be. */
const words: Readonly<Record<ImportAction, readonly [done: string, planned: string]>> = {
  create: ['created', 'to create'],
  overwrite: ['overwritten', 'to overwrite'],
  keep: ['kept as they are', 'to keep as they are'],
  unchanged: ['unchanged', 'unchanged'],
  skip: ['skipped', 'to skip'],
  conflict: ['in conflict', 'in conflict'],
};

/** Imports what is read, tells how far it is, and what was done. */
export async function runImport(
  { client, output, terminal, shell }: CommandContext,
  { reading, input }: { readonly reading: ExportReading; readonly input: Input },
  { options, isDryRun, isVerbose }: ImportRun,
): Promise<void> {
  const counts = new Map<ImportAction, number>();
  const progress = terminal.progress('importing');
  try {
    for await (const step of importNodes(client, reading.nodes, options, isDryRun)) {
      counts.set(step.action, (counts.get(step.action) ?? 0) + 1);
      progress.update(input.position(), input.size, step.path);
      if (!isVerbose) continue;
      progress.end();
      await output.result(stepText(step), stepValue(step));
    }
  } catch (error) {
    progress.end();
    const outlook = isDryRun ? '' : '; it goes on from there when it is run again';
    output.note(`${summaryText(counts, isDryRun)}${outlook}.`);
    throw error;
  }
  progress.end();
  await output.result(summaryText(counts, isDryRun), Object.fromEntries(counts));
  if (counts.has('conflict')) shell.markFailed();
}

function stepText({ action, path, node, reason }: ImportStep): string {
  const size = bytesText(node.data?.length ?? 0);
  const kind = node.kind === 'persistent' ? '' : `, ${node.kind}`;
  return `${action} ${path} (${size}${kind})${reason === undefined ? '' : `: ${reason}`}`;
}

function stepValue({ action, path, node, reason }: ImportStep): object {
  return { action, path, kind: node.kind, bytes: node.data?.length ?? null, reason };
}

function summaryText(counts: ReadonlyMap<ImportAction, number>, isDryRun: boolean): string {
  const texts = importActions
    .filter((action) => counts.has(action))
    .map((action) => `${counts.get(action) ?? 0} ${words[action][isDryRun ? 1 : 0]}`);
  return texts.length === 0 ? 'nothing to do' : texts.join(', ');
}
