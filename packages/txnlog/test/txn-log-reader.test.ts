import { SimulatedDisk } from '@zookit/testkit';
import { JuteWriter } from '@zookit/jute';
import { OpCode, txnHeader, zxidOf } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { lastLoggedZxid, logHeaderBytes, logName, TxnLogReader, type TxnLogReaderOptions } from '../src/index.ts';
import { LogBatch } from '../src/log-batch.ts';
import { payloadOf } from './support/registers.ts';

const directory = '/log';

/** A log of records with these zxids, in the middle of zeros. */
function logOf(...zxids: bigint[]): Buffer {
  const batch = new LogBatch();
  for (const zxid of zxids) batch.add(zxid, payloadOf({ zxid, path: '/a', text: 'text' }), false);
  const records = batch.pieces.map((piece) => batch.bytesOf(piece));
  return Buffer.concat([logHeaderBytes, ...records, Buffer.alloc(1000)]);
}

function range(from: bigint, to: bigint): bigint[] {
  return Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index));
}

function diskWith(...logs: (readonly [zxid: bigint, bytes: Uint8Array])[]): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.writeFile('/log/other', Buffer.from('foreign'));
  for (const [zxid, bytes] of logs) disk.writeFile(`/log/${logName(zxid)}`, bytes);
  return disk;
}

async function zxidsOf(disk: SimulatedDisk, options: Partial<TxnLogReaderOptions> = {}): Promise<bigint[]> {
  const zxids: bigint[] = [];
  const reader = await TxnLogReader.open({ files: disk, directory, ...options });
  for await (const { header } of reader) zxids.push(header.zxid);
  return zxids;
}

/** Where the content ends. */
function endOf(log: Buffer): number {
  return log.findLastIndex((byte) => byte !== 0) + 1;
}

test('a directory without logs holds no transactions', async () => {
  expect(await zxidsOf(diskWith())).toEqual([]);
  expect(await lastLoggedZxid(diskWith(), directory)).toBeUndefined();
});

test('reading begins behind any transaction', async () => {
  const disk = diskWith([1n, logOf(1n, 2n, 3n)], [4n, logOf(4n)], [5n, logOf(5n, 6n)]);
  expect(await zxidsOf(disk)).toEqual(range(1n, 6n));
  for (let after = 0n; after <= 6n; after++) expect(await zxidsOf(disk, { after })).toEqual(range(after + 1n, 6n));
});

test('a log that is not needed is not looked at', async () => {
  const disk = diskWith([1n, Buffer.from('damaged')], [4n, logOf(4n, 5n)]);
  expect(await zxidsOf(disk, { after: 3n })).toEqual([4n, 5n]);
  await expect(zxidsOf(disk, { after: 2n })).rejects.toThrow('its header is not that of a log');
});

test('a reader says where it is', async () => {
  const disk = diskWith([1n, logOf(1n)], [2n, logOf(2n, 3n)]);
  const reader = await TxnLogReader.open({ files: disk, directory, after: 0n });
  const seen: unknown[] = [];
  while (await reader.load()) {
    while (reader.next()) seen.push([reader.file, reader.offset, reader.header.zxid, reader.payload.length]);
  }
  await reader.close();
  expect(seen).toEqual([
    ['/log/log.1', 16, 1n, 50],
    ['/log/log.2', 16, 2n, 50],
    ['/log/log.2', 79, 3n, 50],
  ]);
  expect(reader.end).toEqual({ path: '/log/log.2', kind: 'clean', offset: 142, endOffset: 142 });
  expect(reader.lastZxid).toBe(3n);
  expect(reader.totalBytes).toBe(2221);
  expect(reader.doneBytes).toBe(1079 + 79);
});

test('a log of many records is read in pieces', async () => {
  const zxids = range(1n, 20_000n);
  expect(await zxidsOf(diskWith([1n, logOf(...zxids)]))).toEqual(zxids);
});

test('a record that is longer than what is read at a time is read', async () => {
  const batch = new LogBatch();
  for (const zxid of [1n, 2n, 3n]) batch.add(zxid, payloadOf({ zxid, path: '/a', text: 'x'.repeat(300_000) }), false);
  const bytes = Buffer.concat([logHeaderBytes, batch.bytesOf(batch.pieces[0]!)]);
  expect(await zxidsOf(diskWith([1n, bytes]))).toEqual([1n, 2n, 3n]);
});

test('the same zxid again, as Apache logs for what it cannot decode, is read', async () => {
  expect(await zxidsOf(diskWith([1n, logOf(1n, 2n, 2n, 3n)]))).toEqual([1n, 2n, 2n, 3n]);
  expect(await zxidsOf(diskWith([1n, logOf(1n, 2n)], [2n, logOf(2n, 3n)]))).toEqual([1n, 2n, 2n, 3n]);
});

test('a later epoch begins with its first transaction', async () => {
  const [a, b] = [zxidOf(1, 1), zxidOf(3, 1)];
  expect(await zxidsOf(diskWith([a, logOf(a, a + 1n, b, b + 1n)]))).toEqual([a, a + 1n, b, b + 1n]);
  expect(await zxidsOf(diskWith([a, logOf(a)]), { after: 7n })).toEqual([a]);
});

test.for([
  [
    'inside a log',
    [[1n, logOf(1n, 2n, 4n)]],
    '/log/log.1 is damaged at offset 142: transaction 0x4 does not follow 0x2',
  ],
  [
    'between logs',
    [
      [1n, logOf(1n, 2n)],
      [4n, logOf(4n)],
    ],
    '/log/log.4 is damaged at offset 16: transaction 0x4 does not',
  ],
  [
    'before the first log',
    [[2n, logOf(2n)]],
    '/log/log.2 is damaged at offset 16: transaction 0x2 does not follow 0x0',
  ],
  ['going back', [[1n, logOf(1n, 2n, 1n)]], '/log/log.1 is damaged at offset 142: transaction 0x1 does not follow 0x2'],
] as const)('a gap %s is damage', async ([, logs, message]) => {
  await expect(zxidsOf(diskWith(...logs), { after: 0n })).rejects.toThrow(message);
});

test('a log whose first record is not that of its name is damage', async () => {
  await expect(zxidsOf(diskWith([1n, logOf(2n)]))).rejects.toThrow(
    'log.1 is damaged at offset 16: its first transaction is 0x2, not that of its name',
  );
});

test('a transaction of an unknown type is damage', async () => {
  const writer = new JuteWriter();
  txnHeader.write(writer, { sessionId: 1n, cxid: 1, zxid: 1n, time: 1n, type: OpCode.getData });
  const batch = new LogBatch();
  batch.add(1n, writer.bytes(), true);
  const bytes = Buffer.concat([logHeaderBytes, batch.bytesOf(batch.pieces[0]!)]);
  await expect(zxidsOf(diskWith([1n, bytes]))).rejects.toThrow('transaction 0x1 is of an unknown type, 4');
});

test('a write that was cut short ends the last log', async () => {
  const log = logOf(1n, 2n);
  log.fill(0, endOf(log) - 10);
  expect(await zxidsOf(diskWith([1n, log]))).toEqual([1n]);
  expect(await lastLoggedZxid(diskWith([1n, log]), directory)).toBe(1n);
});

test('a record without its end mark counts in the last log', async () => {
  const log = logOf(1n, 2n);
  log[endOf(log) - 1] = 0;
  expect(await zxidsOf(diskWith([1n, log]))).toEqual([1n, 2n]);
});

test('a write that Apache left cut short is passed over when the next log goes on in its place', async () => {
  const cut = logOf(1n, 2n, 3n);
  cut.fill(0, endOf(cut) - 10);
  expect(await zxidsOf(diskWith([1n, cut], [3n, logOf(3n, 4n)]))).toEqual([1n, 2n, 3n, 4n]);
  await expect(zxidsOf(diskWith([1n, cut], [4n, logOf(4n)]))).rejects.toThrow(
    'log.1 is damaged at offset 142: a record that fails its checks, and log 0x4 after it',
  );
});

test('a record without its end mark, whose zxid the next log uses again, never was', async () => {
  const unmarked = logOf(1n, 2n);
  unmarked[endOf(unmarked) - 1] = 0;
  expect(await zxidsOf(diskWith([1n, unmarked], [2n, logOf(2n)]))).toEqual([1n, 2n]);
  await expect(zxidsOf(diskWith([1n, unmarked], [3n, logOf(3n)]))).rejects.toThrow('log.1 is damaged at offset 79');
});

test.for([0, 1, 7, 8, 15])('a last log of %i bytes is one that a crash cut short', async (length) => {
  const disk = diskWith([1n, logOf(1n)], [2n, logHeaderBytes.subarray(0, length)]);
  expect(await zxidsOf(disk)).toEqual([1n]);
  expect(await lastLoggedZxid(disk, directory)).toBe(1n);
  disk.writeFile('/log/log.3', logOf(3n));
  await expect(zxidsOf(disk)).rejects.toThrow('log.2 is damaged at offset 0: it has no header');
});

test('a header that is not that of a log is damage', async () => {
  for (let at = 0; at < 16; at++) {
    const log = logOf(1n);
    log[at]! ^= 0x01;
    await expect(zxidsOf(diskWith([1n, log]))).rejects.toThrow(
      `/log/log.1 is damaged at offset ${at}: its header is not that of a log`,
    );
  }
});
