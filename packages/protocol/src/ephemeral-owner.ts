/** The `ephemeralOwner` of every container znode. */
export const CONTAINER_OWNER = -0x8000_0000_0000_0000n;

/** The longest time to live, in ms: about 34 years. */
export const TTL_MAX_MS = 0xff_ffff_ffffn;

const EXTENDED_BYTE = 0xffn;
const EXTENDED_BITS = BigInt.asIntN(64, EXTENDED_BYTE << 56n);

/** How long a znode lives: for good, as its session, while it has children, or for some time. */
export type OwnerKind = 'persistent' | 'ephemeral' | 'container' | 'ttl';

/** Which meanings of an `ephemeralOwner` are in force. */
export interface OwnerOptions {
  /** Owners with a high byte of 0xff are TTLs. Source: `zookeeper.extendedTypesEnabled`. */
  readonly extendedTypes: boolean;
  /** Negative owners are TTLs as 3.5.3 wrote them. Source: `zookeeper.emulate353TTLNodes`. */
  readonly emulate353: boolean;
}

/** The `ephemeralOwner` of a znode that lives for `ttlMs` after its last change. Throws RangeError beyond {@link TTL_MAX_MS}. */
export function ttlOwner(ttlMs: bigint): bigint {
  if (ttlMs <= 0n || ttlMs > TTL_MAX_MS)
    throw new RangeError(`TTL ${String(ttlMs)} is not between 1 and ${String(TTL_MAX_MS)} ms`);
  return EXTENDED_BITS | ttlMs;
}

/** The time to live in the `ephemeralOwner` of a TTL znode, in ms. */
export function ttlOf(owner: bigint): bigint {
  return owner & TTL_MAX_MS;
}

/**
 * What an `ephemeralOwner` means; undefined for an extended type that no version of ZooKeeper has defined.
 * Source: `EphemeralType`.
 */
export function ownerKind(owner: bigint, options: OwnerOptions): OwnerKind | undefined {
  if (owner === 0n) return 'persistent';
  if (owner === CONTAINER_OWNER) return 'container';
  if (!options.extendedTypes || owner > 0n) return 'ephemeral';
  if (options.emulate353) return 'ttl';
  if (owner < EXTENDED_BITS) return 'ephemeral';
  return owner <= (EXTENDED_BITS | TTL_MAX_MS) ? 'ttl' : undefined;
}
