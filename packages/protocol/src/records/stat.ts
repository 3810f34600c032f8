import type { Codec } from '@zookit/jute';

/** What a client sees of a znode beside its data. Source: `data.Stat` in zookeeper.jute. */
export interface Stat {
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
  /** How often children were created and deleted. */
  readonly cversion: number;
  /** How often its ACL was set. */
  readonly aversion: number;
  /** The session that it goes with; 0 for any other znode. */
  readonly ephemeralOwner: bigint;
  /** In bytes; 0 for null data. */
  readonly dataLength: number;
  readonly numChildren: number;
  /** The transaction that last created or deleted a child. */
  readonly pzxid: bigint;
}

/** The codec of {@link Stat}. */
export const stat: Codec<Stat> = {
  write(writer, value) {
    writer.long(value.czxid);
    writer.long(value.mzxid);
    writer.long(value.ctime);
    writer.long(value.mtime);
    writer.int(value.version);
    writer.int(value.cversion);
    writer.int(value.aversion);
    writer.long(value.ephemeralOwner);
    writer.int(value.dataLength);
    writer.int(value.numChildren);
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
    dataLength: reader.int('dataLength'),
    numChildren: reader.int('numChildren'),
    pzxid: reader.long('pzxid'),
  }),
};
