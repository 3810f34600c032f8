import type { Stat } from '@zookit/protocol';
import type { NodeState } from './node-state.ts';

/**
 * What clients see of a znode. The stored `cversion` counts created children only; every one of them that is gone was
 * deleted, so both together are twice the created ones minus those there.
 */
export function statOf(node: NodeState, visibleOwner: bigint): Stat {
  return {
    czxid: node.czxid,
    mzxid: node.mzxid,
    ctime: node.ctime,
    mtime: node.mtime,
    version: node.version,
    cversion: (2 * node.cversion - node.childCount) | 0,
    aversion: node.aversion,
    ephemeralOwner: visibleOwner,
    dataLength: node.dataLength,
    numChildren: node.childCount,
    pzxid: node.pzxid,
  };
}
