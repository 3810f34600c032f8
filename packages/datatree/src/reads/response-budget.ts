import { MarshallingError } from '@zookit/protocol';
import type { DataTree } from '../data-tree.ts';
import type { Znode } from '../znode.ts';

const LENGTH_BYTES = 4;
const STAT_BYTES = 68;
const MULTI_HEADER_BYTES = 9;

/**
 * How much longer an answer may become. It is counted while it is read, before anything is gathered: a short request may
 * ask for a long list many times. Text counts by its UTF-16 units, which are at most its bytes.
 */
export class ResponseBudget {
  readonly #maxBytes: number;
  #left: number;

  constructor(tree: DataTree) {
    this.#maxBytes = tree.settings.responseMaxBytes;
    this.#left = this.#maxBytes;
  }

  /** Takes what the names of a znode's children need. Throws {@link MarshallingError} beyond the limit. */
  takeChildNames(node: Znode): void {
    this.#take(LENGTH_BYTES * (1 + node.childCount) + node.childNamesLength());
  }

  /** Takes what the data of a znode needs. Throws {@link MarshallingError} beyond the limit. */
  takeData(node: Znode): void {
    this.#take(LENGTH_BYTES + node.dataLength);
  }

  /** Takes what a stat needs. Throws {@link MarshallingError} beyond the limit. */
  takeStat(): void {
    this.#take(STAT_BYTES);
  }

  /** Takes what each result of several needs beside itself. Throws {@link MarshallingError} beyond the limit. */
  takeMultiHeader(): void {
    this.#take(MULTI_HEADER_BYTES);
  }

  #take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    const cause = new RangeError(`the answer is longer than ${String(this.#maxBytes)} bytes`);
    throw new MarshallingError(undefined, { cause });
  }
}
