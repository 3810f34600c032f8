import { keepFirst, keepUnsynced, loseUnsynced, SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crashAtEachByteOfASnapshot, crashAtEachByteOfAWrite, crashesInARow } from './properties/crash.ts';
import { interrupted } from './properties/histories.ts';
import { checkOutcome } from './support/check-outcome.ts';
import { outcomeOf } from './support/outcome.ts';
import { RegisterServer } from './support/register-server.ts';

test(
  'whatever a crash leaves, nothing acknowledged is lost and nothing is invented',
  { timeout: 120_000 },
  async () => {
    await fc.assert(crashesInARow(), { numRuns: 1000 });
  },
);

test('a crash at any byte of a write is no different, whatever was before', { timeout: 120_000 }, async () => {
  await fc.assert(crashAtEachByteOfAWrite(), { numRuns: 4 });
});

test('nor is one at any byte of a snapshot', { timeout: 120_000 }, async () => {
  await fc.assert(crashAtEachByteOfASnapshot(), { numRuns: 6 });
});

/** A server with one batch of three records that is written and not forced, into a log that exists or not. */
async function withBatchInFlight(isNewFile: boolean): Promise<[SimulatedDisk, RegisterServer]> {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk, [], 4096);
  server.append('/a', 'one');
  await server.sync();
  if (isNewFile) server.log.roll();
  for (const length of [10, 700, 30]) server.append('/b', 'y'.repeat(length));
  await interrupted(server, disk, []);
  return [disk, server];
}

test.for([false, true])(
  'a log cut at any byte of a write is recovered up to there (new file: %s)',
  async (isNewFile) => {
    const [disk, server] = await withBatchInFlight(isNewFile);
    const reached = new Set<bigint>();
    for (let count = 0; count <= disk.unsyncedBytes; count++) {
      const outcome = await outcomeOf(disk.crash(keepFirst(count)), server.history);
      checkOutcome(outcome, server, false);
      if (outcome.kind === 'recovered') reached.add(outcome.lastZxid);
    }
    expect([...reached]).toEqual([1n, 2n, 3n, 4n]);
  },
);

test.for([false, true])('any sectors of a write may be lost (new file: %s)', async (isNewFile) => {
  const [disk, server] = await withBatchInFlight(isNewFile);
  // The first ones each for itself, those behind, zeros ahead of the batch, all alike.
  const last = 9;
  for (let kept = 0; kept < 2 ** (last + 1); kept++) {
    let index = 0;
    const crashed = disk.crash((piece) => {
      const isKept = ((kept >> Math.min(index++, last)) & 1) === 1;
      return isKept ? piece.length : undefined;
    });
    checkOutcome(await outcomeOf(crashed, server.history), server, true);
  }
});

test('a crash at any moment of a start is no different', async () => {
  const [before, server] = await withBatchInFlight(false);
  for (let cut = 0; cut <= before.unsyncedBytes; cut += 37) {
    for (let calls = 0; ; calls++) {
      const disk = before.crash(keepFirst(cut));
      let left = calls;
      disk.fault = () => (left-- > 0 ? undefined : { error: new Error('the power is gone') });
      const isDone = await RegisterServer.start(disk, server.history).then(
        () => true,
        () => false,
      );
      for (const policy of [loseUnsynced, keepUnsynced, keepFirst(20)]) {
        checkOutcome(await outcomeOf(disk.crash(policy), server.history), server, false);
      }
      if (isDone) break;
    }
  }
});

test('what a start does to the end of a log is on disk before a new one begins', async () => {
  const [before, server] = await withBatchInFlight(false);
  for (let cut = 0; cut <= before.unsyncedBytes; cut++) {
    const disk = before.crash(keepFirst(cut));
    const again = await RegisterServer.start(disk, server.history);
    again.append('/new', 'text');
    await again.sync();
    const outcome = await outcomeOf(disk.crash(loseUnsynced), again.history);
    expect(outcome).toEqual({ kind: 'recovered', lastZxid: again.acknowledged });
  }
});

test('a crash at any byte of a snapshot leaves the one before it', async () => {
  for (const compression of ['none', 'gz', 'snappy'] as const) {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk);
    for (const path of ['/a', '/b', '/c']) server.append(path, 'text');
    await server.sync();
    disk.holdSyncs();
    const taken = server.snapshot(compression);
    taken.catch(() => undefined);
    await expect.poll(() => disk.unsyncedBytes).toBeGreaterThan(100);
    for (let count = 0; count <= disk.unsyncedBytes; count += 3) {
      expect(await outcomeOf(disk.crash(keepFirst(count)), server.history)).toEqual({
        kind: 'recovered',
        lastZxid: 3n,
      });
    }
    disk.releaseSyncs();
    await taken;
    expect(await outcomeOf(disk.crash(loseUnsynced), server.history)).toEqual({ kind: 'recovered', lastZxid: 3n });
    expect(disk.crash(loseUnsynced).paths.filter((path) => path.includes('snapshot.3'))).toHaveLength(1);
  }
});
