import type { ServerView } from '../server-view.ts';
import { fileDescriptors } from './file-descriptors.ts';
import { decimalText } from './java-text.ts';

/** The value of a metric; undefined where it cannot be known here. */
type Metric = readonly [name: string, value: string | number | undefined];

/** `mntr`: a metric per line. Names and order are those of Apache ZooKeeper 3.9. */
export function monitor(view: ServerView): string {
  const known = metrics(view).filter(([, value]) => value !== undefined);
  return known.map(([name, value]) => `zk_${name}\t${String(value)}\n`).join('');
}

function metrics(view: ServerView): Metric[] {
  const { stats, tree, responseSizes } = view;
  const { min, average, max } = stats.latency;
  const descriptors = fileDescriptors();
  return [
    ['version', view.version],
    ['server_state', view.mode],
    ['ephemerals_count', tree.ephemeralCount],
    ['num_alive_connections', view.connections.size],
    ['avg_latency', decimalText(average)],
    ['outstanding_requests', view.outstanding],
    ['znode_count', tree.nodeCount],
    ['global_sessions', tree.sessions.size],
    ['non_mtls_remote_conn_count', 0],
    ['last_client_response_size', responseSizes.last],
    ['packets_sent', stats.sent],
    ['packets_received', stats.received],
    ['max_client_response_size', responseSizes.max],
    ['connection_drop_probability', decimalText(0)],
    ['watch_count', tree.watches.dataWatchCount + tree.watches.childWatchCount],
    ['min_latency', min],
    ['max_file_descriptor_count', descriptors.max],
    ['approximate_data_size', tree.dataSize],
    ['open_file_descriptor_count', descriptors.open],
    ['local_sessions', 0],
    ['uptime', Math.trunc(view.uptimeMs)],
    ['max_latency', max],
    ['outstanding_tls_handshake', 0],
    ['min_client_response_size', responseSizes.min],
    ['non_mtls_local_conn_count', 0],
  ];
}
