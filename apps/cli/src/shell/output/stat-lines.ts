import type { Stat } from '@zookit/client';
import { javaDate } from './java-date.ts';

/** A stat as Apache's shell prints it. Source: `StatPrinter`. */
export function statLines(stat: Stat): string {
  return [
    `cZxid = ${hexadecimal(stat.czxid)}`,
    `ctime = ${javaDate(stat.ctimeMs)}`,
    `mZxid = ${hexadecimal(stat.mzxid)}`,
    `mtime = ${javaDate(stat.mtimeMs)}`,
    `pZxid = ${hexadecimal(stat.pzxid)}`,
    `cversion = ${stat.cversion}`,
    `dataVersion = ${stat.version}`,
    `aclVersion = ${stat.aversion}`,
    `ephemeralOwner = ${hexadecimal(stat.ephemeralOwner)}`,
    `dataLength = ${stat.dataLength}`,
    `numChildren = ${stat.numChildren}`,
  ].join('\n');
}

/** A stat for JSON: zxids and sessions as Apache's shell writes them, times as ISO 8601 in UTC. */
export function statValue(stat: Stat): object {
  return {
    czxid: hexadecimal(stat.czxid),
    mzxid: hexadecimal(stat.mzxid),
    pzxid: hexadecimal(stat.pzxid),
    ctime: new Date(stat.ctimeMs).toISOString(),
    mtime: new Date(stat.mtimeMs).toISOString(),
    version: stat.version,
    cversion: stat.cversion,
    aversion: stat.aversion,
    ephemeralOwner: hexadecimal(stat.ephemeralOwner),
    dataLength: stat.dataLength,
    numChildren: stat.numChildren,
  };
}

/** As Java's `Long.toHexString` has it behind `0x`. */
function hexadecimal(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}
