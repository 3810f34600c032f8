import { openAclUnsafe, type Acl } from '@zookit/protocol';

/** A list of ACLs, shared by every znode that has it. */
export interface AclEntry {
  /** Its number in snapshots: -1 for the list of a new tree's own znodes, from 1 upwards for all others. */
  readonly id: number;
  readonly acl: readonly Acl[];
}

interface CountedEntry extends AclEntry {
  readonly key: string;
  references: number;
}

const OPEN_ID = -1;

/**
 * Keeps each different list of ACLs once, as long as a znode refers to it. Ids are local to a server and never used
 * again. Source: `ReferenceCountedACLCache`.
 */
export class AclCache {
  /** The open list of the znodes that every tree begins with. A client's open list is an ordinary entry. */
  readonly open: AclEntry = { id: OPEN_ID, acl: openAclUnsafe };
  readonly #byKey = new Map<string, CountedEntry>();
  /** The entry acquired last: most znodes have the list of the one before, and comparing is cheaper than building a key. */
  #latest: CountedEntry | undefined;
  #nextId = 1;

  /** How many lists are in use, not counting {@link AclCache.open}. */
  get size(): number {
    return this.#byKey.size;
  }

  /** Every list in use, without {@link AclCache.open}. */
  entries(): Iterable<AclEntry> {
    return this.#byKey.values();
  }

  /** The entry for `acl`, on behalf of one more znode. */
  acquire(acl: readonly Acl[]): AclEntry {
    const entry = this.#find(acl);
    entry.references++;
    this.#latest = entry;
    return entry;
  }

  /** Tells that a znode no longer refers to `entry`. */
  release(entry: AclEntry): void {
    if (entry.id === OPEN_ID) return;
    const counted = entry as CountedEntry;
    counted.references--;
    if (counted.references > 0) return;
    this.#byKey.delete(counted.key);
    if (this.#latest === counted) this.#latest = undefined;
  }

  #find(acl: readonly Acl[]): CountedEntry {
    if (this.#latest !== undefined && isSame(this.#latest.acl, acl)) return this.#latest;
    const key = keyOf(acl);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const entry: CountedEntry = { id: this.#nextId++, acl, key, references: 0 };
    this.#byKey.set(key, entry);
    return entry;
  }
}

function isSame(left: readonly Acl[], right: readonly Acl[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const one = left[index]!;
    const other = right[index]!;
    if (one.permissions !== other.permissions) return false;
    if (one.id.scheme !== other.id.scheme) return false;
    if (one.id.id !== other.id.id) return false;
  }
  return true;
}

/** Lengths before the texts: no scheme or id can imitate the border between two entries. */
function keyOf(acl: readonly Acl[]): string {
  let key = '';
  for (const { permissions, id } of acl) {
    key += `${permissions} ${id.scheme.length} ${id.scheme} ${id.id?.length ?? -1} ${id.id ?? ''};`;
  }
  return key;
}
