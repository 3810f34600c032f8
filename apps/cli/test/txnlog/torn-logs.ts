import { goldenLog } from './golden.ts';

/** Where log.1 has the record of 0x11, and where its last record, that of 0x2e, begins and ends. */
export const OFFSET_OF_11 = 1793;
export const LAST_OFFSET = 5352;
export const END_OFFSET = 5413;

/** A log as a crash leaves it that came when half of the last record was on the disk. */
export function tornLog(): Buffer {
  return goldenLog('log.1').fill(0, LAST_OFFSET + 30);
}

/** A log of which only the last byte, the end mark of the last record, is missing. */
export function unmarkedLog(): Buffer {
  return goldenLog('log.1').fill(0, END_OFFSET - 1);
}
