import type { ExplainedDifference } from './explain.ts';
import { versions } from './versions.ts';

/** What came of one session. */
export interface SessionResult {
  readonly session: string;
  readonly stepCount: number;
  readonly differences: readonly ExplainedDifference[];
}

/** The results in a few lines: the steps that differ, by reason. */
export function summaryOf(results: readonly SessionResult[]): string {
  const stepCount = results.reduce((count, result) => count + result.stepCount, 0);
  const differences = results.flatMap((result) => result.differences);
  const byReason = Map.groupBy(differences, ({ reason }) => reason ?? 'UNEXPLAINED');
  const lines = [...byReason].flatMap(([reason, steps]) => [
    `  ${reason}`,
    ...steps.map(({ session, step }) => `    ${session}: ${step}`),
  ]);
  const counts = `${String(stepCount)} steps with Apache ZooKeeper ${versions.zookeeper}, ${String(differences.length)} differ`;
  return [`${counts}${differences.length === 0 ? '.' : ':'}`, ...lines].join('\n');
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
