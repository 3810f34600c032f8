import type { Acl } from '@zookit/protocol';
import type { NodeState } from './node-state.ts';
import type { QuotaCharge } from './pending-charges.ts';

/** How a transaction that is not yet applied will leave one znode. */
export class ChangeRecord implements NodeState {
  readonly path: string;
  /** The transaction's. */
  readonly zxid: bigint;
  /** False when the transaction deletes the znode. */
  exists = true;
  /** Whether the transaction creates the znode, as a session's. A later change of it within the transaction doesn't. */
  createsEphemeral = false;
  readonly czxid: bigint;
  mzxid: bigint;
  pzxid: bigint;
  readonly ctime: bigint;
  mtime: bigint;
  version: number;
  cversion: number;
  aversion: number;
  readonly ephemeralOwner: bigint;
  acl: readonly Acl[];
  childCount: number;
  dataLength: number;
  contentCrc: number;
  digest = 0;
  /** Is set by the table that it is in. */
  pathHash = 0;
  /** What the change will add to a quota. */
  charge: QuotaCharge | undefined = undefined;

  /** Begins with what was before, to be changed until it is put among the outstanding changes. */
  constructor(path: string, zxid: bigint, state: NodeState) {
    this.path = path;
    this.zxid = zxid;
    this.czxid = state.czxid;
    this.mzxid = state.mzxid;
    this.pzxid = state.pzxid;
    this.ctime = state.ctime;
    this.mtime = state.mtime;
    this.version = state.version;
    this.cversion = state.cversion;
    this.aversion = state.aversion;
    this.ephemeralOwner = state.ephemeralOwner;
    this.acl = state.acl;
    this.childCount = state.childCount;
    this.dataLength = state.dataLength;
    this.contentCrc = state.contentCrc;
  }
}
