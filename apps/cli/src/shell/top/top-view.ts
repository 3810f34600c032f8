import type { ClientConnection } from '../four-letter-words/parse-cons.ts';
import type { ServerReport } from '../four-letter-words/server-report.ts';
import { rate } from './rate.ts';

/** What all servers told at one time. */
export interface TopSample {
  /** On a clock that only goes forward, in ms. */
  readonly takenAt: number;
  readonly servers: readonly ServerReport[];
}

/** A server, with what it did since the sample before; undefined where that is not known. */
export interface TopServer extends Omit<ServerReport, 'clients'> {
  /** Packets from clients, per second. */
  readonly receivedRate: number | undefined;
  /** Packets to clients, per second. */
  readonly sentRate: number | undefined;
}

/** A client's connection, with what it did since the sample before. */
export interface TopClient extends ClientConnection {
  /** The server that it is connected to. */
  readonly server: string;
  readonly receivedRate: number | undefined;
}

/** By what clients are sorted: the busiest, the slowest, those that wait most, or by address. */
export const clientOrders = ['requests', 'latency', 'queued', 'address'] as const;

/** One of {@link clientOrders}. */
export type ClientOrder = (typeof clientOrders)[number];

/** What `top` shows. */
export interface TopView {
  readonly servers: readonly TopServer[];
  readonly clients: readonly TopClient[];
  /** What is not shown, and why. */
  readonly notes: readonly string[];
}

/** What came of it between two samples; without one before, there are no rates. */
export function topView(before: TopSample | undefined, now: TopSample, order: ClientOrder): TopView {
  const elapsedMs = now.takenAt - (before?.takenAt ?? now.takenAt);
  const pairs = now.servers.map((report, index) => [report, before?.servers[index]] as const);
  return {
    servers: pairs.map(([report, earlier]) => topServer(report, earlier, elapsedMs)),
    clients: pairs.flatMap(([report, earlier]) => topClients(report, earlier, elapsedMs)).sort(comparisons[order]),
    notes: now.servers.flatMap(notesOn),
  };
}

function topServer(report: ServerReport, earlier: ServerReport | undefined, elapsedMs: number): TopServer {
  const { clients: _, ...rest } = report;
  return {
    ...rest,
    receivedRate: rate(earlier?.received, report.received, elapsedMs),
    sentRate: rate(earlier?.sent, report.sent, elapsedMs),
  };
}

/** Connections without a session are our own questions. */
function topClients(
  { server, clients }: ServerReport,
  earlier: ServerReport | undefined,
  elapsedMs: number,
): TopClient[] {
  const before = new Map(earlier?.clients?.map((client) => [`${client.address} ${client.session ?? ''}`, client]));
  return (clients ?? [])
    .filter(({ session }) => session !== undefined)
    .map((client) => ({
      ...client,
      server,
      receivedRate: rate(before.get(`${client.address} ${client.session ?? ''}`)?.received, client.received, elapsedMs),
    }));
}

type Comparison = (left: TopClient, right: TopClient) => number;

const byAddress: Comparison = (left, right) => (left.address < right.address ? -1 : 1);

const comparisons: Readonly<Record<ClientOrder, Comparison>> = {
  requests: largestFirst(({ receivedRate, received }) => receivedRate ?? received),
  latency: largestFirst(({ averageLatencyMs }) => averageLatencyMs ?? 0),
  queued: largestFirst(({ queued }) => queued),
  address: byAddress,
};

function largestFirst(value: (client: TopClient) => number): Comparison {
  return (left, right) => value(right) - value(left) || byAddress(left, right);
}

function notesOn({ server, state, problem, refused }: ServerReport): string[] {
  if (state !== 'serving') return [`${server}: ${problem ?? state}.`];
  if (refused.length === 0) return [];
  return [
    `${server} does not allow ${refused.join(' and ')}: add to its 4lw.commands.whitelist what is to be seen here.`,
  ];
}
