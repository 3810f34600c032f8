import { ttlOf, type OwnerKind } from '@zookit/protocol';
import type { NodeState } from './node-state.ts';

/** When znodes that have no children any more are candidates for removal. */
export interface ReapingRules {
  /** How old a container that never had a child becomes, in ms; 0n for as old as it likes. */
  readonly neverUsedMaxMs: bigint;
}

/** Whether the time of a znode without children is over at `now` (ms since 1970). `kind` is that of its owner. */
export function isOver(kind: OwnerKind, node: NodeState, now: bigint, rules: ReapingRules): boolean {
  const age = now - node.mtime;
  if (kind === 'ttl') return age > ttlOf(node.ephemeralOwner);
  if (kind !== 'container') return false;
  return node.cversion > 0 || (rules.neverUsedMaxMs > 0n && age > rules.neverUsedMaxMs);
}
