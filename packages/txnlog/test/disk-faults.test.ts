import { diskError, keepUnsynced, loseUnsynced, SimulatedDisk, type DiskCall } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { LogWriteError } from '../src/index.ts';
import { outcomeOf } from './support/outcome.ts';
import { RegisterServer } from './support/register-server.ts';

/** Writes, rolls, takes a snapshot and purges. */
async function work(server: RegisterServer): Promise<void> {
  for (let round = 0; round < 4; round++) {
    for (const path of ['/a', '/b', '/c']) {
      server.append(path, `${round} ${'x'.repeat(500)}`);
      await server.sync();
    }
    await server.snapshot();
    await server.directory.purge(3);
  }
}

/** Fails the call number `at`, and after it all of its kind. */
function failFrom(at: number, code: string): (call: DiskCall) => { error: Error; writtenBytes: number } | undefined {
  let count = 0;
  let failing: string | undefined;
  return ({ name, path }) => {
    if (count++ === at) failing = name;
    return name === failing ? { error: diskError(code, name, path), writtenBytes: 100 } : undefined;
  };
}

test.for(['EIO', 'ENOSPC'])('whichever call fails with %s, nothing acknowledged is lost', async (code) => {
  const failedCalls = new Set<string>();
  for (let at = 0; ; at++) {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk, [], 4096);
    let failedCall: string | undefined;
    const fault = failFrom(at, code);
    disk.fault = (call) => {
      const failure = fault(call);
      if (failure !== undefined) failedCall ??= call.name;
      return failure;
    };
    const error: unknown = await work(server).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (failedCall === undefined) break;
    failedCalls.add(failedCall);
    disk.fault = () => undefined;
    // A purge that cannot read a snapshot takes it for damaged, and leaves everything.
    if (failedCall !== 'read' || code !== 'EIO') expect(error).toBeInstanceOf(Error);
    if (error instanceof LogWriteError) await expect(server.log.sync()).rejects.toBe(error);
    for (const policy of [loseUnsynced, keepUnsynced]) {
      const after = disk.crash(policy);
      const outcome = await outcomeOf(after, server.history);
      expect(outcome).toMatchObject({ kind: 'recovered' });
      if (outcome.kind === 'recovered') expect(outcome.lastZxid).toBeGreaterThanOrEqual(server.acknowledged);
      const again = await RegisterServer.start(after, server.history);
      again.append('/new', 'text');
      await again.sync();
      expect(await outcomeOf(after.crash(loseUnsynced), again.history)).toMatchObject({ lastZxid: again.lastZxid });
    }
  }
  expect([...failedCalls].sort()).toEqual([
    'datasync',
    'list',
    'open',
    'read',
    'remove',
    'rename',
    'status',
    'syncDirectory',
    'truncate',
    'write',
  ]);
});

test('a disk that is full at any byte loses nothing acknowledged, and is written to again when there is room', async () => {
  for (let capacityBytes = 40_000; capacityBytes < 200_000; capacityBytes += 4096) {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk, [], 4096);
    disk.capacityBytes = capacityBytes;
    const error: unknown = await work(server).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const after = disk.crash(loseUnsynced);
    if (error !== undefined) expect((error as Error).message).toContain('ENOSPC');
    after.capacityBytes = Infinity;
    expect(await outcomeOf(after, server.history)).toMatchObject({ kind: 'recovered' });
    const again = await RegisterServer.start(after, server.history);
    expect(again.lastZxid).toBeGreaterThanOrEqual(server.acknowledged);
    again.append('/new', 'text');
    await again.sync();
  }
});
