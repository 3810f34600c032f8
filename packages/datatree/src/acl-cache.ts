import { anyone, openAclUnsafe, type Acl } from '@zookit/protocol';

/** A list of ACLs, shared by every znode that has it. */
export interface AclEntry {
  /** Its number in snapshots: from 1 upwards, but for {@link AclCache.open} and {@link AclCache.unknown}. */
  readonly id: number;
  readonly acl: readonly Acl[];
}

interface CountedEntry extends AclEntry {
  readonly key: string;
  references: number;
}

const OPEN_ID = -1;

/** The number that no list in a snapshot ever has. */
export const UNLISTED_ID = 0;

/**
 * Keeps each different list of ACLs once, as long as a znode refers to it. Ids are local to a server and never used
 * again. Source: `ReferenceCountedACLCache`.
 */
export class AclCache {
  /** The open list of the znodes that every tree begins with. A client's open list is an ordinary entry. */
  readonly open: AclEntry = { id: OPEN_ID, acl: openAclUnsafe };
  /** For a znode whose list a snapshot doesn't have, until its transaction is replayed: nobody may do anything. */
  readonly unknown: AclEntry = { id: UNLISTED_ID, acl: [{ permissions: 0, id: anyone }] };
  readonly #byKey = new Map<string, CountedEntry>();
  /** The entry acquired last: most znodes have the list of the one before, and comparing is cheaper than building a key. */
  #latest: CountedEntry | undefined;
  #nextId = 1;

  /** How many lists are in use, not counting {@link AclCache.open}. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The highest number that a list was given. */
  get lastId(): number {
    return this.#nextId - 1;
  }

  /** Every list that has a number of its own. */
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

  /** Tells that one more znode refers to `entry`. */
  share(entry: AclEntry): void {
    if (isCounted(entry)) entry.references++;
  }

  /** Tells that a znode no longer refers to `entry`. */
  release(entry: AclEntry): void {
    if (!isCounted(entry)) return;
    entry.references--;
    if (entry.references > 0) return;
    this.#byKey.delete(entry.key);
    if (this.#latest === entry) this.#latest = undefined;
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

function isCounted(entry: AclEntry): entry is CountedEntry {
  return entry.id > UNLISTED_ID;
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
