import { TreeLoader } from '@zookit/datatree';
import { formatHex, type Acl, type StatPersisted, type TxnHeader } from '@zookit/protocol';
import type { LoadedSnapshot, RecoveryTarget } from '@zookit/txnlog';
import { treeOptions } from './tree-options.ts';

/** A digest that is not that of the tree. */
export interface DigestMismatch {
  readonly zxid: bigint;
  /** Says which digest was expected, and what it is. */
  readonly text: string;
}

/** What a snapshot held when it had been read. */
export interface SnapshotContent {
  readonly zxid: bigint;
  readonly nodeCount: number;
  readonly sessionCount: number;
  /** What the tree must come to, as the snapshot says. */
  readonly digest: LoadedSnapshot['digest'];
}

/** A tree that remembers what the snapshot held that it began with, and which digests did not fit. */
export class VerifiedTree implements RecoveryTarget {
  #firstMismatch: DigestMismatch | undefined;
  #mismatchCount = 0;
  readonly #loader: TreeLoader;
  #snapshot: SnapshotContent | undefined;

  constructor() {
    this.#loader = new TreeLoader(
      treeOptions((zxid, expected, actual) => {
        this.#mismatchCount++;
        this.#firstMismatch ??= { zxid, text: mismatchText(zxid, expected, actual) };
      }),
    );
  }

  /** Undefined before all of a snapshot has been read. */
  get snapshot(): SnapshotContent | undefined {
    return this.#snapshot;
  }

  /** When a tree is wrong once, no later digest fits either. */
  get firstMismatch(): DigestMismatch | undefined {
    return this.#firstMismatch;
  }

  get mismatchCount(): number {
    return this.#mismatchCount;
  }

  /** Whether the snapshot's own digest was that of the tree; undefined when it was not compared. */
  get isDigestRight(): boolean | undefined {
    return this.#loader.isDigestRight;
  }

  get nodeCount(): number {
    return this.#loader.tree.nodeCount;
  }

  get sessionCount(): number {
    return this.#loader.tree.sessions.size;
  }

  get digest(): bigint {
    return this.#loader.tree.digest;
  }

  addSession(sessionId: bigint, timeoutMs: number): void {
    this.#loader.addSession(sessionId, timeoutMs);
  }

  addAcl(aclId: bigint, acl: Acl[]): void {
    this.#loader.addAcl(aclId, acl);
  }

  addNode(path: string, data: Uint8Array | null, aclId: bigint, stat: StatPersisted): void {
    this.#loader.addNode(path, data, aclId, stat);
  }

  finishSnapshot(loaded: LoadedSnapshot): void {
    this.#loader.finishSnapshot(loaded);
    const { nodeCount, sessionCount } = this;
    this.#snapshot = { zxid: loaded.lastZxid, nodeCount, sessionCount, digest: loaded.digest };
  }

  startEmpty(): void {
    this.#loader.startEmpty();
  }

  replay(header: TxnHeader, payload: Uint8Array): void {
    this.#loader.replay(header, payload);
  }

  /** Nothing follows any more. */
  finish(): void {
    this.#loader.finish();
  }
}

function mismatchText(zxid: bigint, expected: bigint, actual: bigint): string {
  return `digest ${formatHex(expected)} was expected at ${formatHex(zxid)}, the tree has ${formatHex(actual)}`;
}
