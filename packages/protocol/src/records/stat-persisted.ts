import type { Codec } from '@zookit/jute';

/** What a snapshot keeps of a znode beside its data and ACL. Source: `data.StatPersisted` in zookeeper.jute. */
export interface StatPersisted {
  /** The transaction that created the znode. */
  readonly czxid: bigint;
  /** The transaction that last set its data. */
  readonly mzxid: bigint;
  /** When it was created, in ms since 1970. */
  readonly ctime: bigint;
  /** When its data was last set, in ms since 1970. */
  readonly mtime: bigint;
  /** How often its data was set. */
  readonly version: number;
  /** How many children were created. */
  readonly cversion: number;
  /** How often its ACL was set. */
  readonly aversion: number;
  /** See {@link ownerKind}. */
  readonly ephemeralOwner: bigint;
  /** The transaction that last created or deleted a child. */
  readonly pzxid: bigint;
}

/** The codec of {@link StatPersisted}. */
export const statPersisted: Codec<StatPersisted> = {
  write(writer, value) {
    writer.long(value.czxid);
    writer.long(value.mzxid);
    writer.long(value.ctime);
    writer.long(value.mtime);
    writer.int(value.version);
    writer.int(value.cversion);
    writer.int(value.aversion);
    writer.long(value.ephemeralOwner);
    writer.long(value.pzxid);
  },
  read: (reader) => ({
    czxid: reader.long('czxid'),
    mzxid: reader.long('mzxid'),
    ctime: reader.long('ctime'),
    mtime: reader.long('mtime'),
    version: reader.int('version'),
    cversion: reader.int('cversion'),
    aversion: reader.int('aversion'),
    ephemeralOwner: reader.long('ephemeralOwner'),
    pzxid: reader.long('pzxid'),
  }),
};
