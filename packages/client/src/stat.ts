import type { Stat as WireStat } from '@zookit/protocol';

/** What ZooKeeper knows of a znode beside its data. */
export interface Stat {
  /** The transaction that created the znode; grows from one znode to the next. */
  readonly czxid: bigint;
  /** The transaction that last set its data. */
  readonly mzxid: bigint;
  /** The transaction that last created or deleted a child. */
  readonly pzxid: bigint;
  /** When it was created, in ms since 1970. */
  readonly ctimeMs: number;
  /** When its data was last set, in ms since 1970. */
  readonly mtimeMs: number;
  /** How often its data was set. */
  readonly version: number;
  /** How often children were created and deleted. */
  readonly cversion: number;
  /** How often its ACL was set. */
  readonly aversion: number;
  /** In bytes. */
  readonly dataLength: number;
  readonly numChildren: number;
  /** The session that it goes with, 0 for none; see `nodeKind`. */
  readonly ephemeralOwner: bigint;
}

/** A stat as callers see it. */
export function statOf(stat: WireStat): Stat {
  return {
    czxid: stat.czxid,
    mzxid: stat.mzxid,
    pzxid: stat.pzxid,
    ctimeMs: Number(stat.ctime),
    mtimeMs: Number(stat.mtime),
    version: stat.version,
    cversion: stat.cversion,
    aversion: stat.aversion,
    dataLength: stat.dataLength,
    numChildren: stat.numChildren,
    ephemeralOwner: stat.ephemeralOwner,
  };
}
