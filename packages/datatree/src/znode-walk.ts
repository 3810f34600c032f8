import type { Znode } from './znode.ts';

/**
 * Goes through the znodes that there are at its beginning, parents before their children, while znodes come and go. One
 * that goes before its turn is left out.
 */
export class ZnodeWalk {
  readonly #root: Znode;
  readonly #lastCzxid: bigint;
  #upcoming: Znode | undefined;

  /** `lastCzxid` is the highest `czxid` that there ever was: whoever comes has a higher one. */
  constructor(root: Znode, lastCzxid: bigint) {
    this.#root = root;
    this.#lastCzxid = lastCzxid;
    this.#upcoming = root;
  }

  /** The next znode; undefined behind the last. */
  next(): Znode | undefined {
    let node = this.#upcoming;
    // Who came since is behind its elder siblings, and nobody but such ones is behind it.
    while (node !== undefined && node.czxid > this.#lastCzxid) node = node.nextAbove(this.#root);
    this.#upcoming = node?.nextBelow(this.#root);
    return node;
  }

  /** Must be told of a znode, which has no children, before it goes. */
  leave(node: Znode): void {
    if (node === this.#upcoming) this.#upcoming = node.nextBelow(this.#root);
  }
}
