import { decode, JuteWriter } from '@zookit/jute';
import {
  acl,
  OpCode,
  openAclUnsafe,
  setDataTxn,
  statPersisted,
  txnHeader,
  type StatPersisted,
  type TxnHeader,
} from '@zookit/protocol';
import type { LoadedSnapshot, RecoveryTarget } from '../../src/index.ts';

/** A transaction of the simplest state machine: named texts. */
export interface SetText {
  readonly zxid: bigint;
  readonly path: string;
  readonly text: string;
}

/** What the texts are after some transactions, and which was the last. */
export interface Registers {
  readonly lastZxid: bigint;
  readonly texts: ReadonlyMap<string, string>;
}

const ACL_ID = 1n;

/** What the log holds of a transaction. */
export function payloadOf({ zxid, path, text }: SetText): Uint8Array {
  const writer = new JuteWriter();
  txnHeader.write(writer, { sessionId: 7n, cxid: 1, zxid, time: 1_000n + zxid, type: OpCode.setData });
  setDataTxn.write(writer, { path, data: Buffer.from(text, 'latin1'), version: 1 });
  return writer.copy();
}

/** The texts after all transactions up to `zxid`. */
export function registersAt(history: readonly SetText[], zxid: bigint): Registers {
  const texts = new Map<string, string>();
  for (const txn of history) if (txn.zxid <= zxid) texts.set(txn.path, txn.text);
  return { lastZxid: zxid, texts };
}

/** The sections of a snapshot: one session, one ACL, the root and a znode for each text. */
export function snapshotBytes({ lastZxid, texts }: Registers): Uint8Array {
  const writer = new JuteWriter();
  writer.int(1);
  writer.long(7n);
  writer.int(30_000);
  writer.int(1);
  writer.long(ACL_ID);
  writer.vector(acl, openAclUnsafe);
  for (const [path, text] of [['', ''] as const, ...texts]) {
    writer.string(path);
    writer.buffer(Buffer.from(text, 'latin1'));
    writer.long(ACL_ID);
    statPersisted.write(writer, stat(lastZxid));
  }
  return writer.copy();
}

/** The state machine as a recovery fills it. */
export class RegisterTarget implements RecoveryTarget {
  readonly texts: Map<string, string> = new Map<string, string>();
  readonly sessions: Map<bigint, number> = new Map<bigint, number>();
  readonly aclIds: bigint[] = [];
  snapshot: LoadedSnapshot | undefined;
  lastZxid = 0n;

  get registers(): Registers {
    return { lastZxid: this.lastZxid, texts: this.texts };
  }

  addSession(sessionId: bigint, timeoutMs: number): void {
    this.sessions.set(sessionId, timeoutMs);
  }

  addAcl(aclId: bigint): void {
    this.aclIds.push(aclId);
  }

  addNode(path: string, data: Uint8Array | null): void {
    if (path !== '') this.texts.set(path, Buffer.from(data!).toString('latin1'));
  }

  finishSnapshot(snapshot: LoadedSnapshot): void {
    this.snapshot = snapshot;
    this.lastZxid = snapshot.lastZxid;
  }

  startEmpty(): void {
    this.lastZxid = 0n;
  }

  replay(header: TxnHeader, payload: Uint8Array): void {
    const { path, data } = decode(setDataTxn, payload.subarray(32));
    this.texts.set(path, Buffer.from(data!).toString('latin1'));
    this.lastZxid = header.zxid;
  }
}

function stat(zxid: bigint): StatPersisted {
  return {
    czxid: zxid,
    mzxid: zxid,
    ctime: 0n,
    mtime: 0n,
    version: 0,
    cversion: 0,
    aversion: 0,
    ephemeralOwner: 0n,
    pzxid: zxid,
  };
}
