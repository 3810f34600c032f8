import type { DataTree } from '@zookit/datatree';
import type { ServerConfig } from './config/server-config.ts';
import type { ClientListener } from './network/client-listener.ts';
import type { Connection } from './network/connection.ts';
import type { ResponseSizes } from './network/response-sizes.ts';
import type { RequestStats } from './server-stats.ts';
import type { ServerState } from './server-state.ts';
import type { ConnectionView, ExpiryBucket, ServerView } from './server-view.ts';
import { expiryBucket } from './sessions/session-tracker.ts';
import type { StandaloneCore } from './standalone-core.ts';
import { versionText, type BuildInfo } from './version.ts';

/** A standalone server as operators see it. */
export class StandaloneView implements ServerView {
  readonly version: string;
  readonly #startedAt: number;
  readonly mode = 'standalone';
  isServing = false;
  readonly #core: StandaloneCore;
  readonly #listener: ClientListener;
  readonly #state: ServerState;

  constructor(core: StandaloneCore, listener: ClientListener, state: ServerState, build: BuildInfo) {
    this.#state = state;
    this.version = versionText(build);
    this.#startedAt = core.clock.now();
    this.#core = core;
    this.#listener = listener;
  }

  get dataDirBytes(): number {
    return this.#state.dataDirBytes;
  }

  get dataLogDirBytes(): number {
    return this.#state.dataLogDirBytes;
  }

  get uptimeMs(): number {
    return this.#core.clock.now() - this.#startedAt;
  }

  get config(): ServerConfig {
    return this.#core.config;
  }

  get port(): number {
    return this.#listener.port;
  }

  get tree(): DataTree {
    return this.#core.tree;
  }

  get stats(): RequestStats {
    return this.#core.stats;
  }

  get responseSizes(): ResponseSizes {
    return this.#core.responseSizes;
  }

  get outstanding(): number {
    return this.#core.pipeline.inProcess;
  }

  get connections(): ReadonlySet<ConnectionView> {
    return this.#listener.connections;
  }

  sessionBuckets(): ExpiryBucket<bigint>[] {
    const { clock, sessions } = this.#core;
    const offset = clock.wallTime() - clock.now();
    return sessions.tracker.buckets().map(([expiresAt, members]) => ({
      expiresAt: expiresAt + offset,
      members: Array.from(members, (session) => session.id),
    }));
  }

  connectionBuckets(): ExpiryBucket<ConnectionView>[] {
    const { clock } = this.#core;
    const offset = clock.wallTime() - clock.now();
    const buckets = new Map<number, ConnectionView[]>();
    for (const connection of this.#listener.connections) {
      const closesAt = this.#closesAt(connection, offset);
      const bucket = buckets.get(closesAt);
      if (bucket === undefined) buckets.set(closesAt, [connection]);
      else bucket.push(connection);
    }
    return [...buckets].sort(([left], [right]) => left - right).map(([expiresAt, members]) => ({ expiresAt, members }));
  }

  resetStats(): void {
    this.#core.stats.reset();
    this.#core.responseSizes.reset();
  }

  resetConnectionStats(): void {
    for (const connection of this.#listener.connections) connection.stats.reset();
  }

  /** A connection goes with its session, or, when it has none, after the time for a handshake. In ms since 1970. */
  #closesAt(connection: Connection, offset: number): number {
    const { sessionlessTimeoutMs } = this.#core.config;
    const closesAt = connection.session?.expiresAt ?? expiryBucket(connection.acceptedAt, 0, sessionlessTimeoutMs);
    return closesAt + offset;
  }
}
