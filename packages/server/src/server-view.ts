import type { DataTree } from '@zookit/datatree';
import type { ServerConfig } from './config/server-config.ts';
import type { RequestStats } from './server-stats.ts';

/** What of a connection may be shown to an operator. */
export interface ConnectionView {
  /** The peer's address, IPv6 in full form. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Whether the server reads from the socket; it does not while it holds the client back. */
  readonly isReading: boolean;
  /** Whether bytes wait to be taken by the peer. */
  readonly isWriting: boolean;
  /** Requests taken in and not answered yet. */
  readonly outstanding: number;
  readonly stats: RequestStats;
  /** 0 before the handshake. */
  readonly sessionId: bigint;
  /** The negotiated session timeout, in ms. */
  readonly timeoutMs: number;
  /** When the connection was accepted, in ms since 1970. */
  readonly establishedAt: number;
  /** The last operation as Apache abbreviates it: `GETD`, `PING`, `NA`. */
  readonly lastOperation: string;
  /** The xid of the last request, -1 before the first. */
  readonly lastCxid: number;
  /** The zxid of the last reply, -1 before the first. */
  readonly lastZxid: bigint;
  /** When the last reply left, in ms on the server's monotonic clock. */
  readonly lastResponseTime: number;
  /** How long the last request took, in ms. */
  readonly lastLatencyMs: number;
}

/** Sessions or connections that expire together. */
export interface ExpiryBucket<T> {
  /** When, in ms since 1970. */
  readonly expiresAt: number;
  readonly members: readonly T[];
}

/** What of a server may be shown to an operator: the source of the four-letter words. */
export interface ServerView {
  /** `3.9.4-…, built on yyyy-MM-dd HH:mm UTC`: what stands behind `Zookeeper version:`. */
  readonly version: string;
  /** How long the server has been up, in ms. */
  readonly uptimeMs: number;
  readonly config: ServerConfig;
  readonly mode: 'standalone' | 'leader' | 'follower' | 'observer' | 'read-only';
  /** False while the server starts or stops. */
  readonly isServing: boolean;
  /** The port that clients reach; 0 when none is open. */
  readonly port: number;
  readonly tree: DataTree;
  readonly stats: RequestStats;
  /** Requests that were taken in and are not answered yet. */
  readonly outstanding: number;
  /** The size of the largest, smallest and last reply, in bytes; -1 before the first. */
  readonly responseSizes: { readonly last: number; readonly min: number; readonly max: number };
  readonly connections: ReadonlySet<ConnectionView>;
  /** Bytes in the snapshot and the log directory; 0 while data is in memory only. */
  readonly dataDirBytes: number;
  readonly dataLogDirBytes: number;
  /** The sessions that this server expires, soonest first. */
  sessionBuckets(): ExpiryBucket<bigint>[];
  /** The connections by when they are closed if they stay idle, soonest first. */
  connectionBuckets(): ExpiryBucket<ConnectionView>[];
  /** `srst`, `crst`: starts the counts again. */
  resetStats(): void;
  resetConnectionStats(): void;
}
