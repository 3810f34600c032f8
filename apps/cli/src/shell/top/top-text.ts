import { bytesText } from '../output/amounts.ts';
import { type Column, tableLines } from '../output/table.ts';
import type { TopClient, TopServer, TopView } from './top-view.ts';

const serverColumns: readonly Column<TopServer>[] = [
  { title: 'SERVER', text: ({ server }) => server },
  { title: 'MODE', text: ({ mode, state }) => mode ?? state },
  { title: 'REQ/S', text: ({ receivedRate }) => rateText(receivedRate), align: 'right' },
  { title: 'SENT/S', text: ({ sentRate }) => rateText(sentRate), align: 'right' },
  { title: 'AVG MS', text: ({ latencyMs }) => latencyMs?.average.toString(), align: 'right' },
  { title: 'MAX MS', text: ({ latencyMs }) => latencyMs?.max.toString(), align: 'right' },
  { title: 'OUTST', text: ({ outstanding }) => outstanding?.toString(), align: 'right' },
  { title: 'CONNS', text: ({ connections }) => connections?.toString(), align: 'right' },
  { title: 'SESSIONS', text: ({ sessions }) => sessions?.toString(), align: 'right' },
  { title: 'WATCHES', text: ({ watches }) => watches?.toString(), align: 'right' },
  { title: 'ZNODES', text: ({ nodeCount }) => nodeCount?.toString(), align: 'right' },
  { title: 'EPHEM', text: ({ ephemerals }) => ephemerals?.toString(), align: 'right' },
  {
    title: 'DATA',
    text: ({ dataBytes }) => (dataBytes === undefined ? undefined : bytesText(dataBytes)),
    align: 'right',
  },
];

const clientColumns: readonly Column<TopClient>[] = [
  { title: 'CLIENT', text: ({ address }) => address },
  { title: 'SERVER', text: ({ server }) => server },
  { title: 'REQ/S', text: ({ receivedRate }) => rateText(receivedRate), align: 'right' },
  { title: 'REQUESTS', text: ({ received }) => received.toString(), align: 'right' },
  { title: 'QUEUED', text: ({ queued }) => queued.toString(), align: 'right' },
  { title: 'AVG MS', text: ({ averageLatencyMs }) => averageLatencyMs?.toString(), align: 'right' },
  { title: 'MAX MS', text: ({ maxLatencyMs }) => maxLatencyMs?.toString(), align: 'right' },
  { title: 'LAST', text: ({ lastOperation }) => lastOperation },
  { title: 'SESSION', text: ({ session }) => session },
];

/** What `top` shows, as lines: servers, notes, and as many clients as there is room for. */
export function topLines({ servers, clients, notes }: TopView, linesMax: number): string[] {
  const above = [...tableLines(serverColumns, servers), ...notes.map((note) => `! ${note}`)];
  if (clients.length === 0) return above;
  const room = Math.max(0, linesMax - above.length - 2);
  return [...above, '', ...tableLines(clientColumns, clients.slice(0, room))];
}

function rateText(rate: number | undefined): string | undefined {
  return rate?.toFixed(rate < 10 ? 1 : 0);
}
