import { ownerKind, ttlOf } from '@zookit/protocol';
import type { Stat } from '../stat.ts';

/** How long a znode lives. */
export type NodeKind =
  | { readonly kind: 'persistent' }
  | { readonly kind: 'container' }
  | { readonly kind: 'ephemeral'; /** The session that it goes with. */ readonly owner: bigint }
  | { readonly kind: 'ttl'; readonly ttlMs: number };

/** Reads it from the stat's `ephemeralOwner`, as servers with extended types write it. */
export function nodeKind({ ephemeralOwner: owner }: Pick<Stat, 'ephemeralOwner'>): NodeKind {
  const kind = ownerKind(owner, { extendedTypes: true, emulate353: false });
  if (kind === 'ttl') return { kind, ttlMs: Number(ttlOf(owner)) };
  return kind === 'persistent' || kind === 'container' ? { kind } : { kind: 'ephemeral', owner };
}
