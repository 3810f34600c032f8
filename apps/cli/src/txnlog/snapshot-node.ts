import type { StatPersisted } from '@zookit/protocol';

/** A znode as a snapshot holds it, with its place in the tree. */
export class SnapshotNode {
  /** The root's is `/`. */
  readonly path: string;
  /** The numbers as they are stored. */
  readonly stat: StatPersisted;
  readonly aclId: bigint;
  readonly dataLength: number;
  /** Undefined where data is not kept; null where the znode has none. */
  readonly data: Uint8Array | null | undefined;
  readonly parent: SnapshotNode | undefined;
  #children: SnapshotNode[] | undefined = undefined;
  #descendantCount = 0;
  #descendantBytes = 0;

  constructor(
    path: string,
    parent: SnapshotNode | undefined,
    content: Pick<SnapshotNode, 'aclId' | 'data' | 'dataLength' | 'stat'>,
  ) {
    this.path = path;
    this.parent = parent;
    this.stat = content.stat;
    this.aclId = content.aclId;
    this.dataLength = content.dataLength;
    this.data = content.data;
    if (parent !== undefined) parent.#append(this);
  }

  /** In the order in which the snapshot has them. */
  get children(): readonly SnapshotNode[] {
    return this.#children ?? NONE;
  }

  /** How many znodes lie below this one, at any depth. */
  get descendantCount(): number {
    return this.#descendantCount;
  }

  /** How many bytes of data this znode and all below it have. */
  get totalBytes(): number {
    return this.dataLength + this.#descendantBytes;
  }

  #append(child: SnapshotNode): void {
    this.#children ??= [];
    this.#children.push(child);
    child.#countAbove();
  }

  /** Lets all ancestors know. They are no more than half as many as the characters of the path, which was read. */
  #countAbove(): void {
    for (let above = this.parent; above !== undefined; above = above.parent) {
      above.#descendantCount++;
      above.#descendantBytes += this.dataLength;
    }
  }
}

const NONE: readonly SnapshotNode[] = [];
