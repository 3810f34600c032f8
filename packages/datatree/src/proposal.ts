import { JuteReader, type JuteWriter } from '@zookit/jute';
import {
  OpCode,
  txnCodecOf,
  txnDigest,
  txnHeader,
  type AnyTxn,
  type TxnDigest,
  type TxnHeader,
} from '@zookit/protocol';
import { DIGEST_VERSION } from './tree-digest.ts';

/** What servers agree upon and log: a transaction, when and for whom, and what the tree amounts to after it. */
export interface Proposal {
  readonly header: TxnHeader;
  readonly txn: AnyTxn;
  /** Undefined for a refused request, where digests are off, and in logs from before 3.6. */
  readonly digest: TxnDigest | undefined;
  /** What was asked for, which a refusal's header doesn't say; the header's type in a proposal that was read. */
  readonly opCode: number;
}

const HEADER_BYTES = 32;
const DIGEST_BYTES = 12;

/** Writes a proposal as logs hold it and servers send it: header, transaction, digest. */
export function writeProposal(writer: JuteWriter, { header, txn, digest }: Proposal): void {
  txnHeader.write(writer, header);
  txnCodecOf(header.type)!.write(writer, txn);
  if (digest !== undefined) txnDigest.write(writer, digest);
}

/**
 * Reads what {@link writeProposal} wrote, however long: the limit of a request's elements is no limit of what was agreed
 * upon. Buffers in it are ranges of `bytes`. Throws {@link JuteError}.
 */
export function readProposal(bytes: Uint8Array): Proposal {
  const reader = new JuteReader(bytes, { elementMaxBytes: bytes.length });
  return readBody(txnHeader.read(reader), reader, bytes);
}

/** As {@link readProposal}, of which the header has been read already. */
export function readLogged(header: TxnHeader, bytes: Uint8Array): Proposal {
  const reader = new JuteReader(bytes, { elementMaxBytes: bytes.length });
  reader.reset(bytes, Math.min(HEADER_BYTES, bytes.length));
  return readBody(header, reader, bytes);
}

function readBody(header: TxnHeader, reader: JuteReader, bytes: Uint8Array): Proposal {
  const codec = txnCodecOf(header.type);
  if (codec === undefined) throw new RangeError(`no transaction has type ${header.type}`);
  const isBodyless =
    header.type === OpCode.closeSession && isDigestAlone(bytes.subarray(bytes.length - reader.remaining));
  // The codec belongs to the type, which the compiler can't follow through a map.
  const txn = (isBodyless ? { pathsToDelete: undefined } : codec.read(reader)) as AnyTxn;
  const digest = reader.remaining >= DIGEST_BYTES ? txnDigest.read(reader) : undefined;
  return { header, txn, digest, opCode: header.type };
}

/**
 * Whether a session's end lists no paths (`closeSessionTxn.enabled=false`) and a digest follows at once: it has the length
 * of one and begins as one. As a list it would hold two empty paths.
 */
function isDigestAlone(rest: Uint8Array): boolean {
  return rest.length === DIGEST_BYTES && rest[0] === 0 && rest[1] === 0 && rest[2] === 0 && rest[3] === DIGEST_VERSION;
}
