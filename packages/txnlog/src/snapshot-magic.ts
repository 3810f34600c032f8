import type { Compression } from './file-names.ts';
import { snappyHeaderBytes } from './snappy.ts';
import { snapshotHeaderBytes } from './snapshot-format.ts';

/** The bytes that a snapshot begins with, by how it is kept: a gzip or Snappy stream has the snapshot inside. */
export const snapshotMagics: Readonly<Record<Compression, Uint8Array>> = {
  none: snapshotHeaderBytes.subarray(0, 4),
  gz: Uint8Array.of(0x1f, 0x8b),
  snappy: snappyHeaderBytes.subarray(0, 8),
};
