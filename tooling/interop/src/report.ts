import type { ExplainedDifference } from './explain.ts';
import { versions } from './versions.ts';

/** What came of one session. */
export interface SessionResult {
  readonly session: string;
  readonly stepCount: number;
  readonly differences: readonly ExplainedDifference[];
}

/** The results as a markdown page: how many steps agree, and a table of those that do not, each with its reason. */
export function reportOf(results: readonly SessionResult[]): string {
  const summary = results.map(
    ({ session, stepCount, differences }) => `| ${session} | ${String(stepCount)} | ${String(differences.length)} |`,
  );
  const rows = results.flatMap(({ differences }) => differences.map(rowOf));
  return [
    `# Zookit beside Apache ZooKeeper ${versions.zookeeper}`,
    '',
    '| session | steps | differences |',
    '| --- | --: | --: |',
    ...summary,
    '',
    '## Differences',
    '',
    '| session | step | Apache | Zookit | reason |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function rowOf({ session, step, apache, zookit, reason }: ExplainedDifference): string {
  const cells = [session, step, apache ?? '(no such step)', zookit ?? '(no such step)', reason ?? '**unexplained**'];
  return `| ${cells.map(cellOf).join(' | ')} |`;
}

function cellOf(text: string): string {
  return text.trim().replaceAll('|', '\\|').replaceAll('\n', '<br>');
}
