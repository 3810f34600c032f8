import { diskError, loseUnsynced, SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogWriteError, TxnLogReader, TxnLogWriter, type TxnLogWriterOptions } from '../src/index.ts';
import { payloadOf } from './support/registers.ts';

const directory = '/log';

async function emptyDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeDirectory(directory);
  return disk;
}

function writerOn(disk: SimulatedDisk, options: Partial<TxnLogWriterOptions> = {}): TxnLogWriter {
  return new TxnLogWriter({
    directory,
    files: disk,
    lastZxid: 0n,
    preallocateBytes: 65_536,
    forceSync: true,
    now: () => 0,
    ...options,
  });
}

function append(log: TxnLogWriter, ...zxids: bigint[]): void {
  for (const zxid of zxids) log.append(zxid, payloadOf({ zxid, path: '/a', text: 'text' }));
}

async function zxidsOn(disk: SimulatedDisk): Promise<bigint[]> {
  const zxids: bigint[] = [];
  for await (const { header } of await TxnLogReader.open({ files: disk, directory })) zxids.push(header.zxid);
  return zxids;
}

function callsOf(disk: SimulatedDisk): string[] {
  const calls: string[] = [];
  disk.fault = ({ name, path }) => {
    calls.push(`${name} ${path}`);
    return undefined;
  };
  return calls;
}

test('what a sync confirms survives a loss of power', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n, 2n);
  expect(disk.paths).toEqual([]);
  await log.sync();
  append(log, 3n);
  expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n]);
  await log.sync();
  expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n, 3n]);
});

test('records that wait share one write and one sync', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n);
  await log.sync();
  const calls = callsOf(disk);
  append(log, ...Array.from({ length: 100 }, (_, index) => BigInt(index + 2)));
  await log.sync();
  expect(calls).toEqual(['write /log/log.1', 'datasync /log/log.1']);
  expect(await zxidsOn(disk.crash(loseUnsynced))).toHaveLength(101);
});

test('a record that comes alone is written at once', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n);
  await log.sync();
  const calls = callsOf(disk);
  append(log, 2n);
  void log.sync();
  expect(calls).toEqual(['write /log/log.1']);
});

test('syncs asked for while one runs share the next one', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n);
  await log.sync();
  disk.holdSyncs();
  append(log, 2n);
  const done: string[] = [];
  const first = log.sync().then(() => done.push('first'));
  append(log, 3n);
  const second = log.sync().then(() => done.push('second'));
  append(log, 4n);
  const third = log.sync().then(() => done.push('third'));
  expect(await zxidsOn(disk)).toEqual([1n, 2n]);
  disk.releaseSyncs();
  await first;
  await Promise.all([second, third]);
  expect(done).toEqual(['first', 'second', 'third']);
  expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n, 3n, 4n]);
});

test('however many write at once, each is on disk when it is told so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(3), { maxLength: 6 }), { maxLength: 5 }), async (clients) => {
      const disk = await emptyDisk();
      const log = writerOn(disk, { preallocateBytes: 0 });
      let lastZxid = 0n;
      const client = async (pauses: readonly number[]): Promise<void> => {
        for (const pause of pauses) {
          // Some ask again before others, who asked at the same time, have been told.
          for (let turns = 0; turns < pause; turns++) await Promise.resolve();
          const zxid = ++lastZxid;
          append(log, zxid);
          await log.sync();
          const sizeBytes = disk.crash(loseUnsynced).readFile('/log/log.1').length;
          expect(sizeBytes).toBeGreaterThanOrEqual(16 + 63 * Number(zxid));
        }
      };
      await Promise.all(clients.map(client));
      expect(await zxidsOn(disk)).toHaveLength(Number(lastZxid));
    }),
    { numRuns: 300 },
  );
});

test('a sync with nothing to write is done', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  await log.sync();
  await log.close();
  expect(disk.paths).toEqual([]);
});

test('a log that is rolled goes on in a file named by its first record', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n, 2n);
  expect([log.recordsSinceRoll, log.bytesSinceRoll > 0]).toEqual([2, true]);
  log.roll();
  expect([log.recordsSinceRoll, log.bytesSinceRoll]).toEqual([0, 0]);
  append(log, 3n);
  await log.sync();
  expect(log.path).toBe('/log/log.3');
  log.roll();
  log.roll();
  append(log, 4n);
  await log.close();
  expect(disk.paths).toEqual(['/log/log.1', '/log/log.3', '/log/log.4']);
  expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n, 3n, 4n]);
});

test('a file beyond its limit, preallocated bytes included, is the last that is written to', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk, { preallocateBytes: 4096, sizeLimitBytes: 9000 });
  for (let zxid = 1n; zxid <= 4n; zxid++) {
    log.append(zxid, payloadOf({ zxid, path: '/a', text: 'x'.repeat(3000) }));
    await log.sync();
  }
  expect(disk.paths).toEqual(['/log/log.1', '/log/log.4']);
});

test.for([
  [0, [61, 106, 151]],
  [4096, [4112, 8208, 8208]],
  [65_536, [65_552, 65_552, 65_552]],
] as const)('preallocated in steps of %i bytes, a file grows to %s', async ([preallocateBytes, sizes]) => {
  const disk = await emptyDisk();
  const log = writerOn(disk, { preallocateBytes });
  const grown: number[] = [];
  for (const zxid of [1n, 2n, 3n]) {
    log.append(zxid, new Uint8Array(32));
    await log.sync();
    grown.push(disk.readFile('/log/log.1').length);
  }
  expect(grown).toEqual(sizes);
});

test('what is preallocated is written as zeros ahead of the records, a step at a time', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk, { preallocateBytes: 0x400_0000 });
  append(log, 1n);
  await log.sync();
  const used = disk.usedBytes;
  expect(used).toBeGreaterThan(0x4_0000);
  expect(used).toBeLessThan(0x10_0000);
  expect(disk.readFile('/log/log.1')).toHaveLength(0x400_0010);
  append(log, 2n);
  await log.sync();
  expect(disk.usedBytes).toBe(used);
});

test('without forceSync nothing waits for the disk', async () => {
  const disk = await emptyDisk();
  const calls = callsOf(disk);
  const log = writerOn(disk, { forceSync: false });
  append(log, 1n);
  await log.close();
  expect(calls.filter((call) => call.includes('ync'))).toEqual([]);
  expect(await zxidsOn(disk)).toEqual([1n]);
});

test('a sync that takes longer than the threshold is told', async () => {
  const disk = await emptyDisk();
  let time = 0;
  let duration = 100;
  const slow: [number, number][] = [];
  const log = writerOn(disk, {
    now: () => (time += duration),
    syncWarningMs: 1000,
    onSlowSync: (durationMs, sizeBytes) => slow.push([durationMs, sizeBytes]),
  });
  append(log, 1n);
  await log.sync();
  duration = 1001;
  append(log, 2n);
  await log.sync();
  expect(slow).toEqual([[1001, 13 + payloadOf({ zxid: 2n, path: '/a', text: 'text' }).length]]);
});

test('an error of a sync is final', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n);
  await log.sync();
  let isBroken = true;
  disk.fault = ({ name, path }) =>
    name === 'datasync' && isBroken ? { error: diskError('EIO', 'fdatasync', path) } : undefined;
  append(log, 2n);
  const first = log.sync();
  append(log, 3n);
  const second = log.sync();
  const expected = {
    name: 'LogWriteError',
    file: '/log/log.1',
    message: expect.stringMatching(/^\/log\/log\.1 could not be written at offset \d+: EIO/) as string,
    cause: expect.objectContaining({ code: 'EIO' }) as Error,
  };
  await expect(first).rejects.toMatchObject(expected);
  await expect(second).rejects.toMatchObject(expected);
  isBroken = false;
  await expect(log.sync()).rejects.toMatchObject(expected);
  expect(() => {
    append(log, 4n);
  }).toThrow(LogWriteError);
  await expect(log.close()).rejects.toMatchObject(expected);
  expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n]);
});

describe('where a sync does not wait for the disk', () => {
  test('a force does, for each file that was written to, and once', async () => {
    const disk = await emptyDisk();
    const log = writerOn(disk, { forceSync: false });
    append(log, 1n);
    await log.sync();
    log.roll();
    append(log, 2n);
    await log.sync();
    expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([]);
    await log.force();
    expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n]);
    const calls = callsOf(disk);
    await log.force();
    expect(calls).toEqual([]);
    append(log, 3n);
    await log.sync();
    await log.force();
    expect(calls.filter((call) => call.startsWith('datasync'))).toEqual(['datasync /log/log.2']);
    expect(await zxidsOn(disk.crash(loseUnsynced))).toEqual([1n, 2n, 3n]);
  });

  test('a force that failed is final: a second one would seem to succeed', async () => {
    const disk = await emptyDisk();
    const log = writerOn(disk, { forceSync: false });
    append(log, 1n);
    await log.sync();
    disk.fault = ({ name, path }) => (name === 'datasync' ? { error: diskError('EIO', 'fdatasync', path) } : undefined);
    await expect(log.force()).rejects.toBeInstanceOf(LogWriteError);
    disk.fault = () => undefined;
    await expect(log.force()).rejects.toBeInstanceOf(LogWriteError);
    await expect(log.sync()).rejects.toBeInstanceOf(LogWriteError);
  });
});

test('a log that cannot be begun names the directory', async () => {
  const disk = await emptyDisk();
  disk.fault = ({ name, path }) => (name === 'open' ? { error: diskError('ENOSPC', 'open', path) } : undefined);
  const log = writerOn(disk);
  append(log, 1n);
  await expect(log.sync()).rejects.toMatchObject({ file: directory, offset: 0 });
});

test('a file that exists is never written to', async () => {
  const disk = await emptyDisk();
  disk.writeFile('/log/log.1', new Uint8Array(5));
  const log = writerOn(disk);
  append(log, 1n);
  await expect(log.sync()).rejects.toMatchObject({ message: expect.stringContaining('EEXIST') as string });
});

test('nothing is appended to a closed log', async () => {
  const disk = await emptyDisk();
  const log = writerOn(disk);
  append(log, 1n);
  await log.close();
  expect(() => {
    append(log, 2n);
  }).toThrow('it is closed');
});

test('a gap is not written', async () => {
  const log = writerOn(await emptyDisk());
  append(log, 1n, 1n, 2n);
  expect(() => {
    append(log, 4n);
  }).toThrow('transaction 4 cannot follow 2');
  log.continueFrom(9n);
  append(log, 10n);
  expect(() => {
    log.append(11n, new Uint8Array(31));
  }).toThrow('a transaction of 31 bytes');
});
