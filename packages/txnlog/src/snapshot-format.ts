import { encode } from '@zookit/jute';
import { fileHeader, type FileHeader } from '@zookit/protocol';

/** Begins every snapshot: `ZKSN`, the version, and a database id that was never anything but -1. */
export const SNAPSHOT_HEADER: FileHeader = { magic: 0x5a4b534e, version: 2, databaseId: -1n };

/** The bytes of {@link SNAPSHOT_HEADER}. */
export const snapshotHeaderBytes: Uint8Array = encode(fileHeader, SNAPSHOT_HEADER);

/** Ends the znodes, and each seal: the string `/`. */
export const terminator: Uint8Array = Uint8Array.of(0, 0, 0, 1, 0x2f);

/** A seal: the Adler-32 of all that stands before it, as a long, and a {@link terminator}. */
export const SEAL_BYTES = 13;

/** The section with the last zxid, with its seal. */
export const LAST_ZXID_BYTES: number = 8 + SEAL_BYTES;

/** The version of the digest that is a number; those before were text. */
export const DIGEST_VERSION = 2;

/** What a tree amounts to after a transaction. A zxid of 0 says that nobody computed it. */
export interface SnapshotDigest {
  readonly zxid: bigint;
  readonly version: number;
  readonly digest: bigint;
}
