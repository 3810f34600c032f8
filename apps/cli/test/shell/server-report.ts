import type { ServerReport } from '../../src/shell/four-letter-words/server-report.ts';

/** The report of a server that serves, and of which nothing is known but `known`. */
export function serverReport(known: Partial<ServerReport>): ServerReport {
  return {
    server: '127.0.0.1:2181',
    state: 'serving',
    problem: undefined,
    refused: [],
    mode: undefined,
    version: undefined,
    zxid: undefined,
    latencyMs: undefined,
    received: undefined,
    sent: undefined,
    connections: undefined,
    outstanding: undefined,
    nodeCount: undefined,
    sessions: undefined,
    ephemerals: undefined,
    watches: undefined,
    dataBytes: undefined,
    quorumSize: undefined,
    followers: undefined,
    syncedFollowers: undefined,
    clients: undefined,
    ...known,
  };
}
