import { formatHex } from '@zookit/protocol';
import type { ServerView } from '../server-view.ts';
import { connectionLine } from './connections.ts';
import { decimalText } from './java-text.ts';

/** `srvr`: how the server does. */
export function serverStatus(view: ServerView): string {
  return versionLines(view) + statusLines(view);
}

/** `stat`: how the server does, and who is connected. */
export function serverStatusWithClients(view: ServerView): string {
  const clients = Array.from(view.connections, (connection) => `${connectionLine(connection, 'brief')}\n`);
  return `${versionLines(view)}Clients:\n${clients.join('')}\n${statusLines(view)}`;
}

function versionLines({ version, mode }: ServerView): string {
  const readOnly = mode === 'read-only' ? 'READ-ONLY mode; serving only read-only clients\n' : '';
  return `Zookeeper version: ${version}\n${readOnly}`;
}

function statusLines(view: ServerView): string {
  const { stats, tree } = view;
  const { min, average, max } = stats.latency;
  return `Latency min/avg/max: ${min}/${decimalText(average)}/${max}
Received: ${stats.received}
Sent: ${stats.sent}
Connections: ${view.connections.size}
Outstanding: ${view.outstanding}
Zxid: ${formatHex(tree.lastProcessedZxid)}
Mode: ${view.mode}
Node count: ${tree.nodeCount}
`;
}
