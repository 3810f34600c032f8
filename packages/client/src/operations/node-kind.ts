import { ownerKind, ttlOf } from '@zookit/protocol';
import type { Stat } from '../stat.ts';

/** How long a znode lives, as far as its stat tells. */
export type NodeKind =
  /** Most servers show containers and TTL znodes so, too. */
  | { readonly kind: 'persistent' }
  | { readonly kind: 'container' }
  | { readonly kind: 'ephemeral'; /** The session that it goes with. */ readonly owner: bigint }
  | { readonly kind: 'ttl'; readonly ttlMs: number };

/**
 * Reads it from the stat's `ephemeralOwner`. A server hides there what is no session, unless its data come from one with
 * extended types and it has them switched off.
 */
export function nodeKind({ ephemeralOwner: owner }: Pick<Stat, 'ephemeralOwner'>): NodeKind {
  const kind = ownerKind(owner, { extendedTypes: true, emulate353: false });
  if (kind === 'ttl') return { kind, ttlMs: Number(ttlOf(owner)) };
  return kind === 'persistent' || kind === 'container' ? { kind } : { kind: 'ephemeral', owner };
}
