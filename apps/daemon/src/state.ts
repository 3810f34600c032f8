import type { ServerView } from '@zookit/server';

/** What a look into a running server shows: the answer to SIGQUIT. */
export function stateOf(view: ServerView): Record<string, unknown> {
  const { tree } = view;
  return {
    mode: view.mode,
    isServing: view.isServing,
    port: view.port,
    connections: Array.from(view.connections).length,
    sessions: tree.sessions.size,
    outstandingRequests: view.outstanding,
    znodes: tree.nodeCount,
    ephemerals: tree.ephemeralCount,
    watches: tree.watches.dataWatchCount + tree.watches.childWatchCount,
    lastZxid: `0x${tree.lastProcessedZxid.toString(16)}`,
    uptimeSeconds: Math.round(process.uptime()),
    memory: process.memoryUsage(),
    resources: process.getActiveResourcesInfo().length,
  };
}
