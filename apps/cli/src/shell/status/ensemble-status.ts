import type { ServerReport } from '../four-letter-words/server-report.ts';

/** How an ensemble is, as far as its servers were asked. */
export interface EnsembleStatus {
  readonly servers: readonly ServerReport[];
  /** What is wrong, a sentence each; empty when all is well. */
  readonly problems: readonly string[];
}

/** Judges the reports of all servers of an ensemble. */
export function ensembleStatus(servers: readonly ServerReport[]): EnsembleStatus {
  return { servers, problems: [...servers.flatMap(problemsOf), ...problemsTogether(servers)] };
}

function problemsOf({ server, problem, mode, followers, syncedFollowers }: ServerReport): string[] {
  if (problem !== undefined) return [`${server}: ${problem}.`];
  if (mode === 'read-only') return [`${server} has lost the quorum: it serves reads only.`];
  if (mode === 'leader' && followers !== undefined && syncedFollowers !== undefined && syncedFollowers < followers) {
    return [`${server} leads ${followers} servers, of which ${syncedFollowers} are in sync.`];
  }
  return [];
}

function problemsTogether(servers: readonly ServerReport[]): string[] {
  const serving = servers.filter(({ state, mode }) => state === 'serving' && mode !== 'read-only');
  if (serving.length === 0) return ['No server serves: there is no quorum.'];
  const inMode = (mode: string): string[] => serving.filter((one) => one.mode === mode).map(({ server }) => server);
  const leaders = inMode('leader');
  const standalone = inMode('standalone');
  if (leaders.length > 1) return [`More than one server leads: ${leaders.join(', ')}.`];
  if (standalone.length > 0 && serving.length > 1)
    return [`Each stands alone, in no ensemble: ${standalone.join(', ')}.`];
  return [];
}
