import type { OpenFile } from '@zookit/txnlog';
import { LogScanner } from './log-scanner.ts';

/** How many records that begin behind `offset` are whole, as far as lengths lead from one to the next. */
export async function countSoundRecords(file: OpenFile, offset: number): Promise<number> {
  let count = 0;
  for await (const record of await LogScanner.open(file, true)) {
    if (record.offset > offset && record.isSound && record.isMarked) count++;
  }
  return count;
}
