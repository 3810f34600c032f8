import type { Acl, StatPersisted } from '@zookit/protocol';
import type { AclEntry } from './acl-cache.ts';
import type { NodeState } from './node-state.ts';
import type { StoredData } from './stored-data.ts';

/** What a new znode begins with. */
export interface ZnodeInit {
  readonly zxid: bigint;
  readonly time: bigint;
  readonly ephemeralOwner: bigint;
}

/** What a znode needs for its children. */
interface Below {
  firstChild: Znode | undefined;
  lastChild: Znode | undefined;
  childCount: number;
  descendantCount: number;
  descendantBytes: number;
}

/**
 * One node of the tree. There may be millions: no map or array of its own, children are linked to their siblings, one
 * that never had any has nothing for them, and the three zxids and two times of a fresh znode are one bigint each.
 */
export class Znode implements NodeState {
  readonly path: string;
  #data: StoredData;
  aclEntry: AclEntry;
  czxid: bigint;
  mzxid: bigint;
  pzxid: bigint;
  ctime: bigint;
  mtime: bigint;
  version = 0;
  cversion = 0;
  aversion = 0;
  ephemeralOwner: bigint;
  contentCrc = 0;
  digest = 0;
  /** Is set by the table that it is in. */
  pathHash = 0;
  #below: Below | undefined = undefined;
  #parent: Znode | undefined = undefined;
  #previous: Znode | undefined = undefined;
  #next: Znode | undefined = undefined;

  constructor(path: string, data: StoredData, aclEntry: AclEntry, init: ZnodeInit) {
    this.path = path;
    this.#data = data;
    this.aclEntry = aclEntry;
    this.czxid = init.zxid;
    this.mzxid = init.zxid;
    this.pzxid = init.zxid;
    this.ctime = init.time;
    this.mtime = init.time;
    this.ephemeralOwner = init.ephemeralOwner;
  }

  /** Takes over what a snapshot says. Equal numbers of a znode become one object, as those of a fresh one are. */
  restore(stat: StatPersisted, ctime: bigint): void {
    this.czxid = stat.czxid;
    this.mzxid = stat.mzxid === stat.czxid ? stat.czxid : stat.mzxid;
    this.pzxid = stat.pzxid === stat.czxid ? stat.czxid : stat.pzxid;
    this.ctime = ctime;
    this.mtime = stat.mtime === ctime ? ctime : stat.mtime;
    this.version = stat.version;
    this.cversion = stat.cversion;
    this.aversion = stat.aversion;
    this.ephemeralOwner = stat.ephemeralOwner === 0n ? 0n : stat.ephemeralOwner;
  }

  get parent(): Znode | undefined {
    return this.#parent;
  }

  get acl(): readonly Acl[] {
    return this.aclEntry.acl;
  }

  get data(): StoredData {
    return this.#data;
  }

  set data(data: StoredData) {
    const lengthBefore = this.dataLength;
    this.#data = data;
    if (this.dataLength !== lengthBefore) this.#countAbove(0, this.dataLength - lengthBefore);
  }

  get dataLength(): number {
    return this.#data === null ? 0 : this.#data.length;
  }

  get childCount(): number {
    return this.#below === undefined ? 0 : this.#below.childCount;
  }

  /** How many znodes lie below this one, at any depth. */
  get descendantCount(): number {
    return this.#below === undefined ? 0 : this.#below.descendantCount;
  }

  /** The lengths of their data, in bytes. */
  get descendantBytes(): number {
    return this.#below === undefined ? 0 : this.#below.descendantBytes;
  }

  /** Makes `child`, which is nobody's yet and has no children, the last child. */
  append(child: Znode): void {
    this.#below ??= {
      firstChild: undefined,
      lastChild: undefined,
      childCount: 0,
      descendantCount: 0,
      descendantBytes: 0,
    };
    const below = this.#below;
    const previous = below.lastChild;
    child.#parent = this;
    child.#previous = previous;
    if (previous === undefined) below.firstChild = child;
    else previous.#next = child;
    below.lastChild = child;
    below.childCount++;
    child.#countAbove(1, child.dataLength);
  }

  /** Takes the znode, which has no children, away from its parent. */
  detach(): void {
    const below = this.#parent === undefined ? undefined : this.#parent.#below;
    if (below === undefined) return;
    this.#countAbove(-1, -this.dataLength);
    const previous = this.#previous;
    const next = this.#next;
    if (previous === undefined) below.firstChild = next;
    else previous.#next = next;
    if (next === undefined) below.lastChild = previous;
    else next.#previous = previous;
    below.childCount--;
    this.#parent = undefined;
    this.#previous = undefined;
    this.#next = undefined;
  }

  /** The names of the children, the newest first. */
  childNames(): string[] {
    const start = this.#nameStart;
    const names: string[] = [];
    for (let child = this.#below?.lastChild; child !== undefined; child = child.#previous)
      names.push(child.path.slice(start));
    return names;
  }

  /** The lengths of the names of the children, in UTF-16 units. */
  childNamesLength(): number {
    let length = -this.#nameStart * this.childCount;
    for (let child = this.#below?.lastChild; child !== undefined; child = child.#previous) length += child.path.length;
    return length;
  }

  /** Where in the path of a child its name begins. */
  get #nameStart(): number {
    return this.path === '/' ? 1 : this.path.length + 1;
  }

  /**
   * The znode after this one when all below `top` are visited, parents before their children and those in the order in
   * which they came; undefined behind the last. Needs no stack, however deep the tree.
   */
  nextBelow(top: Znode): Znode | undefined {
    return this.#below?.firstChild ?? this.#nextBeside(top);
  }

  /** The znode after this one's parent and all that is below that, in the same order. */
  nextAbove(top: Znode): Znode | undefined {
    const parent = this.#parent;
    return this === top || parent === undefined ? undefined : parent.#nextBeside(top);
  }

  /**
   * Lets all ancestors know of what came or went. They are no more than half as many as the characters of the path, which
   * whoever changes the znode has read.
   */
  #countAbove(count: number, bytes: number): void {
    for (let above = this.#parent; above !== undefined; above = above.#parent) {
      above.#below!.descendantCount += count;
      above.#below!.descendantBytes += bytes;
    }
  }

  /** The next sibling of this znode, or else of the nearest ancestor below `top` that has one. */
  #nextBeside(top: Znode): Znode | undefined {
    if (this === top) return undefined;
    if (this.#next !== undefined) return this.#next;
    let above = this.#parent;
    while (above !== undefined && above !== top) {
      if (above.#next !== undefined) return above.#next;
      above = above.#parent;
    }
    return undefined;
  }
}
