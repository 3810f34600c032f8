import { formatHex } from '@zookit/protocol';
import type { ConnectionView, ServerView } from '../server-view.ts';
import { socketAddressText } from './java-text.ts';

/** What Java's selector waits for, as bits. */
const READ = 1;
const WRITE = 4;

/** `cons`: every connection with its session. */
export function connectionList(view: ServerView): string {
  return `${Array.from(view.connections, (connection) => `${connectionLine(connection, 'full')}\n`).join('')}\n`;
}

/** `crst`: starts the connections' counts again. */
export function resetConnectionStats(view: ServerView): string {
  view.resetConnectionStats();
  return 'Connection stats reset.\n';
}

/** One connection as `stat` (brief) and `cons` (full) show it. */
export function connectionLine(connection: ConnectionView, form: 'brief' | 'full'): string {
  const { remoteAddress, remotePort, stats, outstanding } = connection;
  const interest = (connection.isReading ? READ : 0) + (connection.isWriting ? WRITE : 0);
  const packets = `queued=${outstanding},recved=${stats.received},sent=${stats.sent}`;
  const session = form === 'full' && connection.sessionId !== 0n ? sessionFields(connection) : '';
  return ` ${socketAddressText(remoteAddress, remotePort)}[${interest}](${packets}${session})`;
}

function sessionFields(connection: ConnectionView): string {
  const { min, average, max } = connection.stats.latency;
  return [
    '',
    `sid=${formatHex(connection.sessionId)}`,
    `lop=${connection.lastOperation}`,
    `est=${connection.establishedAt}`,
    `to=${connection.timeoutMs}`,
    ...(connection.lastCxid >= 0 ? [`lcxid=${formatHex(BigInt(connection.lastCxid))}`] : []),
    `lzxid=${formatHex(connection.lastZxid)}`,
    `lresp=${Math.trunc(connection.lastResponseTime)}`,
    `llat=${connection.lastLatencyMs}`,
    `minlat=${min}`,
    `avglat=${Math.trunc(average)}`,
    `maxlat=${max}`,
  ].join(',');
}
