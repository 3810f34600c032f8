import { diskError, waitFor, type DiskCall } from '@zookit/testkit';
import { LogWriteError } from '@zookit/txnlog';
import { describe, expect, test } from 'vitest';
import { SimulatedLog } from '../support/simulated-log.ts';

/** Lets everything happen that waits for nothing but its turn. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const isOnDisk = (log: SimulatedLog, zxid: bigint) =>
  waitFor(`the commit of ${String(zxid)}`, () => log.committed.flat().includes(zxid));

test('nothing is committed before it is on disk', async () => {
  const log = await SimulatedLog.create();
  log.disk.holdSyncs();
  log.propose();
  log.replicator.endTurn();
  await waitFor('the write', () => log.disk.unsyncedBytes > 0);
  await manyTurns();
  expect(log.committed).toEqual([]);
  expect(await log.recoveredZxid()).toBe(0n);
  log.disk.releaseSyncs();
  await isOnDisk(log, 1n);
  expect(await log.recoveredZxid()).toBe(1n);
});

test('what is proposed while a batch is forced to disk is the next batch, with one sync', async () => {
  const log = await SimulatedLog.create();
  log.disk.holdSyncs();
  log.propose();
  log.replicator.endTurn();
  await waitFor('the write', () => log.disk.unsyncedBytes > 0);
  for (let turn = 0; turn < 3; turn++) {
    log.propose(5);
    log.replicator.endTurn();
  }
  log.disk.releaseSyncs();
  await isOnDisk(log, 16n);
  expect(log.committed).toEqual([[1n], Array.from({ length: 15 }, (_, index) => BigInt(index + 2))]);
  expect(log.syncCount).toBe(2);
});

test('a lone write waits for nothing but its own sync', async () => {
  const log = await SimulatedLog.create();
  for (let zxid = 1n; zxid <= 3n; zxid++) {
    log.propose();
    log.replicator.endTurn();
    await isOnDisk(log, zxid);
  }
  expect(log.committed).toEqual([[1n], [2n], [3n]]);
  expect(log.syncCount).toBe(3);
  expect(log.proposedCount).toBe(3);
});

test('the end of a turn is asked for once for all that is proposed in it', async () => {
  const log = await SimulatedLog.create();
  log.propose(10);
  expect(log.proposedCount).toBe(1);
  expect(log.appendedCount).toBe(10);
});

describe('when the disk fails', () => {
  const faults: [string, Error, (call: DiskCall) => boolean][] = [
    ['a sync', diskError('EIO', 'fdatasync', '/data'), ({ name }) => name === 'datasync'],
    ['a write', diskError('ENOSPC', 'write', '/data'), ({ name }) => name === 'write'],
  ];

  /** A log with three transactions on disk, of which the next one meets the fault. */
  async function doomedLog(error: Error, isMet: (call: DiskCall) => boolean): Promise<SimulatedLog> {
    const log = await SimulatedLog.create();
    log.propose(3);
    log.replicator.endTurn();
    await isOnDisk(log, 3n);
    log.disk.fault = (call) => (call.path.includes('/log.') && isMet(call) ? { error } : undefined);
    return log;
  }

  test.for(faults)('in %s, nothing more is committed, and it is said once', async ([, error, isMet]) => {
    const log = await doomedLog(error, isMet);
    log.propose(2);
    log.replicator.endTurn();
    log.propose();
    await waitFor('the failure', () => log.failures.length > 0);
    expect(log.failures).toEqual([expect.any(LogWriteError)]);
    expect(log.failures[0]).toMatchObject({ cause: error });
    log.disk.fault = () => undefined;
    const { proposedCount } = log;
    log.propose(4);
    expect(log.replicator.endTurn()).toBe(false);
    await manyTurns();
    expect(log.proposedCount).toBe(proposedCount);
    expect(log.committed).toEqual([[1n, 2n, 3n]]);
    expect(log.failures).toHaveLength(1);
    await expect(log.log.close()).rejects.toThrow(LogWriteError);
    expect(await log.recoveredZxid()).toBe(3n);
  });

  test('what waited behind the batch that failed is not committed either', async () => {
    const log = await doomedLog(diskError('EIO', 'fdatasync', '/data'), ({ name }) => name === 'datasync');
    log.disk.holdSyncs();
    log.propose();
    log.replicator.endTurn();
    await waitFor('the write', () => log.disk.unsyncedBytes > 0);
    log.propose(3);
    log.replicator.endTurn();
    log.disk.releaseSyncs();
    await waitFor('the failure', () => log.failures.length > 0);
    await manyTurns();
    expect(log.committed).toEqual([[1n, 2n, 3n]]);
    expect(log.failures).toHaveLength(1);
  });

  test('a log that takes nothing any more is a failure, too', async () => {
    const log = await SimulatedLog.create();
    await log.log.close();
    log.propose();
    expect(log.failures).toEqual([expect.any(LogWriteError)]);
  });
});
