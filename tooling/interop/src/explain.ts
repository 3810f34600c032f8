import type { Difference } from './compare.ts';
import type { ExpectedDifference } from './differences.ts';

/** A difference with the reason for it; `undefined` when nobody gave one. */
export interface ExplainedDifference extends Difference {
  readonly session: string;
  readonly reason: string | undefined;
}

/** Gives each difference of a session the reason of the first row that matches it. */
export function explain(
  session: string,
  differences: readonly Difference[],
  expected: readonly ExpectedDifference[],
): ExplainedDifference[] {
  return differences.map((difference) => {
    const row = expected.find((candidate) => matches(candidate, session, difference.step));
    return { session, ...difference, reason: row?.reason };
  });
}

/** The rows for a session that none of its differences needs. */
export function unusedRows(
  session: string,
  differences: readonly Difference[],
  expected: readonly ExpectedDifference[],
): ExpectedDifference[] {
  const rows = expected.filter((row) => row.session === session);
  return rows.filter((row) => !differences.some((difference) => matches(row, session, difference.step)));
}

function matches(row: ExpectedDifference, session: string, step: string): boolean {
  if (row.session !== session) return false;
  return typeof row.step === 'string' ? row.step === step : row.step.test(step);
}
