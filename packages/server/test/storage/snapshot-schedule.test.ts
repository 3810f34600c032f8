import { describe, expect, test } from 'vitest';
import { SnapshotSchedule } from '../../src/storage/snapshot-schedule.ts';
import { storageOf } from '../support/data-folder.ts';

const config = storageOf({ snapshotTxnsMax: 1000, snapshotTxnBytesMax: 64_000 });

/** After how many transactions a snapshot is due. */
function txnsUntilDue(schedule: SnapshotSchedule): number {
  let recordsSinceRoll = 1;
  while (!schedule.isDue({ recordsSinceRoll, bytesSinceRoll: 0 })) recordsSinceRoll++;
  return recordsSinceRoll;
}

describe('a snapshot is due', () => {
  test.for([
    [0, 501],
    [0.5, 751],
    [0.999_999, 1000],
  ])('after half of the most transactions, and %f of the other half', ([random, expected]) => {
    expect(txnsUntilDue(new SnapshotSchedule(config, () => random!))).toBe(expected);
  });

  test('after half of the most bytes, and a random part of the other half', () => {
    const schedule = new SnapshotSchedule(config, () => 0.5);
    expect(schedule.isDue({ recordsSinceRoll: 1, bytesSinceRoll: 48_000 })).toBe(false);
    expect(schedule.isDue({ recordsSinceRoll: 1, bytesSinceRoll: 48_001 })).toBe(true);
  });

  test('after another gap each time', () => {
    const draws = [0, 0, 0.5, 0, 0.25, 0];
    const schedule = new SnapshotSchedule(config, () => draws.shift() ?? 0);
    expect([txnsUntilDue(schedule), txnsUntilDue(schedule), txnsUntilDue(schedule)]).toEqual([501, 751, 626]);
  });

  test.for([0, -1])('never for its bytes when their limit is %i', (snapshotTxnBytesMax) => {
    const schedule = new SnapshotSchedule({ ...config, snapshotTxnBytesMax }, () => 0);
    expect(schedule.isDue({ recordsSinceRoll: 1, bytesSinceRoll: Number.MAX_SAFE_INTEGER })).toBe(false);
    expect(txnsUntilDue(schedule)).toBe(501);
  });
});
