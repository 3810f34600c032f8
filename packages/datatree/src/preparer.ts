import { OpCode, ZooKeeperError, type AnyTxn, type TxnDigest, type TxnHeader } from '@zookit/protocol';
import type { DataTree } from './data-tree.ts';
import { OutstandingChanges } from './outstanding-changes.ts';
import type { Proposal } from './proposal.ts';
import type { Requester } from './requester.ts';
import { ownedPaths } from './transactions/close-session.ts';
import { transactionOf } from './transactions.ts';
import { DIGEST_VERSION } from './tree-digest.ts';
import { TreeView } from './tree-view.ts';

/**
 * Turns requests into transactions that can be applied blindly: versions, sequence numbers and times are settled here.
 * Each is checked against the tree as all those before it will leave it, whether they have been applied yet or not.
 * Source: `PrepRequestProcessor`.
 */
export class Preparer {
  readonly #tree: DataTree;
  readonly #changes: OutstandingChanges;
  readonly #view: TreeView;
  #zxid: bigint;

  constructor(tree: DataTree, initialZxid: bigint) {
    this.#tree = tree;
    this.#changes = new OutstandingChanges(tree.nodes.hasher);
    this.#view = new TreeView(tree, this.#changes);
    this.#zxid = initialZxid;
  }

  /** The zxid of the last proposal. */
  get zxid(): bigint {
    return this.#zxid;
  }

  /** How many changes of znodes have been proposed and not been applied. */
  get outstandingCount(): number {
    return this.#changes.size;
  }

  /** The paths of the ephemeral znodes that a session has when everything has been applied that was proposed. */
  ephemeralsOf(sessionId: bigint): string[] {
    return ownedPaths(this.#view, sessionId);
  }

  /**
   * The proposal for a write request, as `request` of the operation says. One that ZooKeeper refuses becomes a proposal
   * too: it takes a zxid and is logged. Anything else that is thrown is a defect; it takes no zxid and leaves nothing
   * behind, and {@link Preparer.prepareError} then makes the proposal for it.
   *
   * @param time - in ms since 1970
   */
  prepare(opCode: number, request: unknown, requester: Requester, cxid: number, time: bigint): Proposal {
    const transaction = transactionOf(opCode);
    if (transaction === undefined) throw new RangeError(`operation ${opCode} writes nothing`);
    const zxid = this.#zxid + 1n;
    this.#view.begin(zxid, time, requester);
    try {
      const txn = transaction.prepare(this.#view, request) as AnyTxn;
      this.#changes.commit();
      this.#zxid = zxid;
      return {
        header: { sessionId: requester.sessionId, cxid, zxid, time, type: opCode },
        txn,
        digest: this.#digest(),
        opCode,
      };
    } catch (error) {
      this.#view.rollBack();
      if (!(error instanceof ZooKeeperError)) throw error;
      this.#zxid = zxid;
      return refusal(error.code, { sessionId: requester.sessionId, cxid, zxid, time, type: OpCode.error }, opCode);
    }
  }

  /** The proposal for a request that was refused before it could be prepared. */
  prepareError(error: number, sessionId: bigint, cxid: number, time: bigint): Proposal {
    this.#zxid++;
    return refusal(error, { sessionId, cxid, zxid: this.#zxid, time, type: OpCode.error }, OpCode.error);
  }

  /** Tells that the tree has applied everything up to `zxid`. */
  applied(zxid: bigint): void {
    this.#changes.release(zxid);
  }

  #digest(): TxnDigest | undefined {
    if (!this.#tree.settings.digestEnabled) return undefined;
    return { version: DIGEST_VERSION, treeDigest: this.#view.digest };
  }
}

function refusal(error: number, header: TxnHeader, opCode: number): Proposal {
  return { header, txn: { error }, digest: undefined, opCode };
}
