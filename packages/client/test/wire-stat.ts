import type { Stat } from '@zookit/protocol';

/** The stat of a znode that nothing has happened to, unless it says otherwise. */
export function wireStat(fields: Partial<Stat> = {}): Stat {
  return {
    czxid: 1n,
    mzxid: 1n,
    ctime: 0n,
    mtime: 0n,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    dataLength: 0,
    numChildren: 0,
    pzxid: 1n,
    ...fields,
  };
}
