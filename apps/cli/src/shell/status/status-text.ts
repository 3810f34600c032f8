import type { ServerReport } from '../four-letter-words/server-report.ts';
import { type Column, tableLines } from '../output/table.ts';
import type { EnsembleStatus } from './ensemble-status.ts';

const columns: readonly Column<ServerReport>[] = [
  { title: 'SERVER', text: ({ server }) => server },
  { title: 'MODE', text: ({ mode, state }) => mode ?? state },
  { title: 'VERSION', text: ({ version }) => version?.replace(/-[0-9a-f]{40}$/u, '') },
  { title: 'ZXID', text: ({ zxid }) => zxid, align: 'right' },
  { title: 'CONNECTIONS', text: ({ connections }) => connections?.toString(), align: 'right' },
  { title: 'LATENCY MS', text: latencyText, align: 'right' },
  { title: 'OUTSTANDING', text: ({ outstanding }) => outstanding?.toString(), align: 'right' },
  { title: 'ZNODES', text: ({ nodeCount }) => nodeCount?.toString(), align: 'right' },
  { title: 'SYNCED', text: syncedText, align: 'right' },
];

/** The state of an ensemble for people: a line for each server, then what is wrong. */
export function statusLines({ servers, problems }: EnsembleStatus): string[] {
  return [...tableLines(columns, servers), ...(problems.length === 0 ? [] : ['', ...problems])];
}

/** Minimum, average and maximum, as `srvr` has them. */
function latencyText({ latencyMs }: ServerReport): string | undefined {
  return latencyMs && `${latencyMs.min}/${latencyMs.average}/${latencyMs.max}`;
}

function syncedText({ mode, followers, syncedFollowers }: ServerReport): string | undefined {
  return mode === 'leader' && followers !== undefined ? `${syncedFollowers ?? '?'} of ${followers}` : undefined;
}
