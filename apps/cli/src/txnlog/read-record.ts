import { readProposal, type Proposal } from '@zookit/datatree';
import { JuteError } from '@zookit/jute';
import type { ScannedRecord } from './log-scanner.ts';

/** What a record says, or, in words, why that can't be told. */
export function readRecord({ payload }: ScannedRecord): Proposal | string {
  try {
    return readProposal(payload);
  } catch (error) {
    if (error instanceof JuteError || error instanceof RangeError) return error.message;
    throw error;
  }
}

/** The zxid of a record, whether the rest of it can be read or not. */
export function zxidOfRecord({ payload }: ScannedRecord): bigint {
  return payload.readBigInt64BE(12);
}
