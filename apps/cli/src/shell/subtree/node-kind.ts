import type { Stat } from '@zookit/client';
import { ownerKind, type OwnerKind, ttlOf } from '@zookit/protocol';

/** What the servers of today write. */
const OWNER_OPTIONS = { extendedTypes: true, emulate353: false };

/** How long a znode lives, by its stat. */
export function kindOf({ ephemeralOwner }: Stat): OwnerKind {
  return ownerKind(ephemeralOwner, OWNER_OPTIONS) ?? 'ephemeral';
}

/** The time to live of a znode of the kind `ttl`, in ms; undefined for others. */
export function ttlMsOf(stat: Stat): number | undefined {
  return kindOf(stat) === 'ttl' ? Number(ttlOf(stat.ephemeralOwner)) : undefined;
}
