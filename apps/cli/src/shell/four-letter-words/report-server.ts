import { formatEndpoint, type Endpoint } from '@zookit/client';
import { reasonOf } from '../failure/connect-failure.ts';
import { askWord, type WordOptions } from './ask-word.ts';
import { type ClientConnection, parseCons } from './parse-cons.ts';
import { MntrReport } from './parse-mntr.ts';
import { parseSrvr } from './parse-srvr.ts';
import type { ServerReport } from './server-report.ts';
import { type WordAnswer, wordAnswer } from './word-answer.ts';

/** What {@link reportServer} asks with: a word each. */
export type ReportWord = 'srvr' | 'mntr' | 'cons';

type Answers = ReadonlyMap<ReportWord, WordAnswer>;

/** Asks a server about itself, by words of which it may refuse some. Rejects only when `signal` is aborted. */
export async function reportServer(
  endpoint: Endpoint,
  words: readonly ReportWord[],
  options: WordOptions,
): Promise<ServerReport> {
  const server = formatEndpoint(endpoint);
  try {
    const asked = words.map(async (word) => [word, wordAnswer(await askWord(endpoint, word, options))] as const);
    return reportOf(server, new Map(await Promise.all(asked)));
  } catch (error) {
    options.signal?.throwIfAborted();
    return reportWithout(server, 'unreachable', reasonOf(error), []);
  }
}

function reportOf(server: string, answers: Answers): ServerReport {
  const refused = [...answers].filter(([, { type }]) => type === 'refused').map(([word]) => word);
  const types = [...answers.values()].map(({ type }) => type);
  if (types.includes('not-serving')) {
    return reportWithout(server, 'not-serving', 'it does not serve: there is no quorum, or it is starting', refused);
  }
  if (types.includes('text')) return reportFrom(server, answers, refused);
  if (refused.length === 0) return reportWithout(server, 'refusing', 'it answers nothing: is it ZooKeeper?', refused);
  const problem = `it answers, but allows none of ${refused.join(', ')}: its 4lw.commands.whitelist says which`;
  return reportWithout(server, 'refusing', problem, refused);
}

function reportFrom(server: string, answers: Answers, refused: readonly string[]): ServerReport {
  const srvr = parseSrvr(textOf(answers, 'srvr') ?? '');
  const mntr = new MntrReport(textOf(answers, 'mntr') ?? '');
  const latencies = [mntr.number('min_latency'), mntr.number('avg_latency'), mntr.number('max_latency')] as const;
  const [min, average, max] = latencies;
  const isComplete = min !== undefined && average !== undefined && max !== undefined;
  return {
    server,
    state: 'serving',
    problem: undefined,
    refused,
    mode: srvr.mode ?? mntr.text('server_state'),
    version: srvr.version ?? mntr.text('version')?.replace(/,.*$/u, ''),
    zxid: srvr.zxid,
    latencyMs: srvr.latencyMs ?? (isComplete ? { min, average, max } : undefined),
    received: srvr.received ?? mntr.number('packets_received'),
    sent: srvr.sent ?? mntr.number('packets_sent'),
    connections: srvr.connections ?? mntr.number('num_alive_connections'),
    outstanding: srvr.outstanding ?? mntr.number('outstanding_requests'),
    nodeCount: srvr.nodeCount ?? mntr.number('znode_count'),
    sessions: mntr.number('global_sessions'),
    ephemerals: mntr.number('ephemerals_count'),
    watches: mntr.number('watch_count'),
    dataBytes: mntr.number('approximate_data_size'),
    quorumSize: mntr.number('quorum_size'),
    followers: mntr.number('learners', 'followers'),
    syncedFollowers: mntr.number('synced_followers'),
    clients: clientsOf(textOf(answers, 'cons')),
  };
}

/** A server that tells nothing. */
function reportWithout(
  server: string,
  state: ServerReport['state'],
  problem: string,
  refused: readonly string[],
): ServerReport {
  return { ...reportFrom(server, new Map(), refused), state, problem };
}

function textOf(answers: Answers, word: ReportWord): string | undefined {
  const answer = answers.get(word);
  return answer?.type === 'text' ? answer.text : undefined;
}

function clientsOf(text: string | undefined): ClientConnection[] | undefined {
  return text === undefined ? undefined : parseCons(text);
}
