import type { EventType, Id } from '@zookit/protocol';

/** A connection, as far as watches know it: the object itself is its identity. */
export interface Watcher {
  readonly sessionId: bigint;
  /** What the connection has proved by now: an event is told only to who may read the znode. */
  readonly identities: readonly Id[];
  /**
   * Tells of an event. `zxid` is that of the transaction, or -1 for what happened while the client was away. The
   * transaction is just being applied: this takes note, and reads or changes nothing but watches.
   */
  notify(type: EventType, path: string, zxid: bigint): void;
}

/** On whose behalf a request is carried out. */
export interface Requester {
  readonly sessionId: bigint;
  /** What the connection had proved when the request came. */
  readonly identities: readonly Id[];
  /** Where events go; undefined where there is no connection (any more): then nothing is watched. */
  readonly watcher: Watcher | undefined;
}
