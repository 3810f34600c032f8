import { formatHex } from '@zookit/protocol';
import type { ServerView } from '@zookit/server';

/** What a look into a running server shows: the answer to SIGQUIT. */
export function stateOf(view: ServerView): Record<string, unknown> {
  const { tree } = view;
  return {
    mode: view.mode,
    isServing: view.isServing,
    port: view.port,
    connections: view.connections.size,
    sessions: tree.sessions.size,
    outstandingRequests: view.outstanding,
    znodes: tree.nodeCount,
    ephemerals: tree.ephemeralCount,
    watches: tree.watches.dataWatchCount + tree.watches.childWatchCount,
    lastZxid: formatHex(tree.lastProcessedZxid),
    uptimeSeconds: Math.round(process.uptime()),
    memory: process.memoryUsage(),
    resources: process.getActiveResourcesInfo().length,
  };
}
