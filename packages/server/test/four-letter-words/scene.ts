import { readFileSync } from 'node:fs';
import { applyProposal, DataTree, Preparer, type Requester, type Watcher } from '@zookit/datatree';
import { CreateMode, OpCode, openAclUnsafe } from '@zookit/protocol';
import { defaultConfig, type ServerConfig } from '../../src/config/server-config.ts';
import { RequestStats } from '../../src/server-stats.ts';
import type { ConnectionView, ServerView } from '../../src/server-view.ts';

/** The answer that Apache's server gave in one of the recorded scenes. */
export function golden(scene: 'empty' | 'two-clients', word: string): string {
  return readFileSync(new URL(`golden/${scene}.${word}.txt`, import.meta.url), 'utf8');
}

const FIRST = 0x100000840960000n;
const SECOND = 0x100000840960001n;

/** A view of a server without clients, except the one that asks from `port`. */
export function emptyView(port: number): ServerView {
  const stats = statsOf(3, 2, []);
  return {
    version: '3.9.5-293c895a8d966a3ecb92872be4a1daf87d725da2, built on 2026-02-11 20:18 UTC',
    uptimeMs: 0,
    config: config({}),
    mode: 'standalone',
    isServing: true,
    port: 21_811,
    tree: emptyTree(),
    stats,
    outstanding: 0,
    responseSizes: { last: -1, min: -1, max: -1 },
    connections: new Set([asking(port)]),
    dataDirBytes: 478,
    dataLogDirBytes: 478,
    sessionBuckets: () => [],
    connectionBuckets: () => [{ expiresAt: Date.UTC(2026, 10, 24, 22, 15, 28), members: [asking(port)] }],
    resetStats: () => stats.reset(),
    resetConnectionStats: () => undefined,
  };
}

/** A view of a server with the two clients that were recorded, and a third that asks from `port`. */
export function twoClientsView(port: number): ServerView {
  const first: ConnectionView = {
    ...asking(38_806),
    isReading: true,
    stats: statsOf(7, 7, [0, 1, 1, 2, 2, 5, 5]),
    sessionId: FIRST,
    timeoutMs: 8000,
    establishedAt: 1_795_558_509_556,
    lastOperation: 'GETC',
    lastCxid: 6,
    lastZxid: 6n,
    lastResponseTime: 541_042.7,
    lastLatencyMs: 1,
  };
  const second: ConnectionView = {
    ...first,
    remotePort: 38_818,
    stats: statsOf(6, 6, [0, 1, 1, 1, 2, 2]),
    sessionId: SECOND,
    timeoutMs: 20_000,
    establishedAt: 1_795_558_509_567,
    lastOperation: 'ADDW',
    lastCxid: 5,
    lastZxid: 7n,
    lastResponseTime: 541_048.2,
  };
  const connections = [asking(port), first, second];
  return {
    ...emptyView(port),
    tree: populatedTree(),
    // 20 ms over 13 requests.
    stats: statsOf(18, 17, [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 5]),
    responseSizes: { last: 20, min: 16, max: 89 },
    connections: new Set(connections),
    dataDirBytes: 67_109_358,
    dataLogDirBytes: 67_109_358,
    sessionBuckets: () => [
      { expiresAt: Date.UTC(2026, 10, 24, 22, 15, 18), members: [FIRST] },
      { expiresAt: Date.UTC(2026, 10, 24, 22, 15, 30), members: [SECOND] },
    ],
    connectionBuckets: () => [
      { expiresAt: Date.UTC(2026, 10, 24, 22, 15, 18), members: [first] },
      { expiresAt: Date.UTC(2026, 10, 24, 22, 15, 28), members: [asking(port)] },
      { expiresAt: Date.UTC(2026, 10, 24, 22, 15, 38), members: [second] },
    ],
  };
}

/** The configuration of the recorded server. */
export function config(changes: Partial<ServerConfig>): ServerConfig {
  return {
    ...defaultConfig,
    dataDir: '/var/lib/zookeeper',
    dataLogDir: '/var/lib/zookeeper',
    tickTimeMs: 2000,
    minSessionTimeoutMs: 4000,
    maxSessionTimeoutMs: 40_000,
    connectionsPerAddressMax: 0,
    fourLetterWords: '*',
    ...changes,
  };
}

function asking(port: number): ConnectionView {
  return {
    remoteAddress: '127.0.0.1',
    remotePort: port,
    isReading: false,
    isWriting: false,
    outstanding: 0,
    stats: statsOf(1, 0, []),
    sessionId: 0n,
    timeoutMs: 0,
    establishedAt: 0,
    lastOperation: 'NA',
    lastCxid: -1,
    lastZxid: -1n,
    lastResponseTime: 0,
    lastLatencyMs: 0,
  };
}

/** Counts as they are after so many packets and requests that took so long, in ms. */
export function statsOf(received: number, sent: number, latencies: readonly number[]): RequestStats {
  const stats = new RequestStats();
  for (let count = 0; count < received; count++) stats.countReceived();
  for (let count = 0; count < sent; count++) stats.countSent();
  for (const latency of latencies) stats.measure(latency);
  return stats;
}

function emptyTree(): DataTree {
  return new DataTree({ accessControl: { allows: () => true, normalize: (acl) => [...(acl ?? [])] } });
}

function populatedTree(): DataTree {
  const tree = emptyTree();
  const preparer = new Preparer(tree, 0n);
  const run = (sessionId: bigint, opCode: OpCode, request: unknown) => {
    const requester: Requester = { sessionId, identities: [], watcher: undefined };
    const proposal = preparer.prepare(opCode, request, requester, 0, 0n);
    applyProposal(tree, proposal);
    preparer.applied(proposal.header.zxid);
  };
  const create = (sessionId: bigint, path: string, data: string, flags: number) => {
    run(sessionId, OpCode.create, { path, data: Buffer.from(data), acl: openAclUnsafe, flags });
  };
  run(FIRST, OpCode.createSession, { timeoutMs: 8000 });
  run(SECOND, OpCode.createSession, { timeoutMs: 20_000 });
  create(FIRST, '/app', 'x', CreateMode.PERSISTENT);
  create(FIRST, '/app/e', '', CreateMode.EPHEMERAL);
  create(FIRST, '/app/s-', '', CreateMode.EPHEMERAL_SEQUENTIAL);
  create(SECOND, '/app/e2', '', CreateMode.EPHEMERAL);
  run(SECOND, OpCode.setData, { path: '/app/e2', data: Buffer.from('zz'), version: -1 });
  addWatches(tree);
  return tree;
}

function addWatches({ watches }: DataTree): void {
  const first = watcher(FIRST);
  const second = watcher(SECOND);
  watches.addData('/app', first);
  watches.addData('/app', second);
  watches.addChildren('/app', first);
  watches.addPersistent('/app', second);
  watches.addPersistentRecursive('/app/e', second);
  watches.addData('/nope', first);
}

function watcher(sessionId: bigint): Watcher {
  return { sessionId, identities: [], notify: () => undefined };
}
