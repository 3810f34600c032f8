import { ownerKind, type OwnerKind, type OwnerOptions } from '@zookit/protocol';
import { EphemeralPaths } from './ephemeral-paths.ts';
import { isOver, type ReapingRules } from './reaping.ts';
import type { Znode } from './znode.ts';

/**
 * Bits 40 to 55 of a session id hold the time when its server started, in units of 2^24 ms (4.7 h) that began anew in
 * November 2004, before the first ZooKeeper, and will again in 2039. Containers, TTL znodes of any version and extended
 * types hold zeros or a small number there.
 */
const START_SHIFT = 40n;
const START_MASK = 0xffffn;
const FIRST_START = 0x100n;

/** The znodes that go by themselves: with their session, without children, after a time. */
export class Owners {
  readonly #ephemerals = new Map<bigint, EphemeralPaths>();
  readonly #containers = new Set<Znode>();
  readonly #ttls = new Set<Znode>();
  readonly #options: OwnerOptions;
  readonly #sessions: ReadonlyMap<bigint, number>;
  #ephemeralCount = 0;

  constructor(options: OwnerOptions, sessions: ReadonlyMap<bigint, number>) {
    this.#options = options;
    this.#sessions = sessions;
  }

  get ephemeralCount(): number {
    return this.#ephemeralCount;
  }

  /** The paths of a session's ephemeral znodes. */
  ephemeralsOf(sessionId: bigint): ReadonlySet<string> {
    return this.#ephemerals.get(sessionId)?.paths ?? NONE;
  }

  /** How long the list of a session's ephemeral znodes is in a transaction. */
  ephemeralBytesOf(sessionId: bigint): number {
    return this.#ephemerals.get(sessionId)?.bytes ?? 0;
  }

  /** Every session that owns ephemeral znodes, with their paths. */
  *ephemeralOwners(): Generator<[bigint, ReadonlySet<string>], void, undefined> {
    for (const [sessionId, { paths }] of this.#ephemerals) yield [sessionId, paths];
  }

  /**
   * What an `ephemeralOwner` means here. A log or snapshot may hold what these options don't know: a TTL while extended
   * types are off, one of 3.5.3, a type of a version to come. Such a znode is kept for good rather than deleted as the
   * ephemeral znode of a session that never was.
   */
  kindOf(owner: bigint): OwnerKind {
    const kind = ownerKind(owner, this.#options) ?? 'persistent';
    if (kind !== 'ephemeral' || owner > 0n) return kind;
    return hasStart(owner) || this.#sessions.has(owner) ? 'ephemeral' : 'persistent';
  }

  /** The `ephemeralOwner` that clients see: containers and TTL znodes have none. */
  visibleOwner(owner: bigint): bigint {
    return this.kindOf(owner) === 'ephemeral' ? owner : 0n;
  }

  /** Takes note of a new znode. */
  add(node: Znode): void {
    switch (this.kindOf(node.ephemeralOwner)) {
      case 'persistent':
        return;
      case 'ephemeral':
        this.#addEphemeral(node.ephemeralOwner, node.path);
        return;
      case 'container':
        this.#containers.add(node);
        return;
      case 'ttl':
        this.#ttls.add(node);
        return;
    }
  }

  /** Forgets a deleted znode. */
  remove(node: Znode): void {
    if (node.ephemeralOwner === 0n) return;
    if (this.#containers.delete(node) || this.#ttls.delete(node)) return;
    const owned = this.#ephemerals.get(node.ephemeralOwner);
    if (!owned?.delete(node.path)) return;
    this.#ephemeralCount--;
    if (owned.paths.size === 0) this.#ephemerals.delete(node.ephemeralOwner);
  }

  /** The paths of containers and TTL znodes whose time is over at `now` (ms since 1970), found as one goes along. */
  *reapable(now: bigint, rules: ReapingRules): Generator<string, void, undefined> {
    for (const node of this.#containers) {
      if (node.childCount === 0 && isOver('container', node, now, rules)) yield node.path;
    }
    for (const node of this.#ttls) {
      if (node.childCount === 0 && isOver('ttl', node, now, rules)) yield node.path;
    }
  }

  #addEphemeral(owner: bigint, path: string): void {
    let owned = this.#ephemerals.get(owner);
    if (owned === undefined) {
      owned = new EphemeralPaths();
      this.#ephemerals.set(owner, owned);
    }
    owned.add(path);
    this.#ephemeralCount++;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Whether an owner has the time that a session id has. */
function hasStart(owner: bigint): boolean {
  return ((owner >> START_SHIFT) & START_MASK) >= FIRST_START;
}
