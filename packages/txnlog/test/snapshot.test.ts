import { diskError, SimulatedDisk } from '@zookit/testkit';
import { JuteWriter } from '@zookit/jute';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CorruptSnapshotError } from '../src/errors.ts';
import {
  adler32,
  listSnapshots,
  looksComplete,
  parseSnapshotName,
  readSnapshot,
  SnapshotWriter,
  type Compression,
  type SnapshotEnd,
} from '../src/index.ts';
import { registersAt, RegisterTarget, snapshotBytes } from './support/registers.ts';

const directory = '/data';
const compressions = ['none', 'gz', 'snappy'] as const;
const end: SnapshotEnd = { digest: { zxid: 9n, version: 2, digest: 77n }, lastZxid: 9n };

async function emptyDisk(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk();
  await disk.makeDirectory(directory);
  return disk;
}

/** A snapshot at zxid 7 of so many znodes. */
async function written(disk: SimulatedDisk, texts: readonly string[], compression: Compression): Promise<string> {
  const history = texts.map((text, index) => ({ zxid: 7n, path: `/${index}`, text }));
  const writer = await SnapshotWriter.open({ files: disk, directory, compression, zxid: 7n });
  const bytes = snapshotBytes(registersAt(history, 7n));
  for (let at = 0; at < bytes.length; at += 1000) await writer.write(bytes.subarray(at, at + 1000));
  return (await writer.finish(end)).path;
}

function read(disk: SimulatedDisk, name: string, target = new RegisterTarget()): ReturnType<typeof readSnapshot> {
  return readSnapshot(disk, directory, parseSnapshotName(name)!, target);
}

/** The bytes of the uncompressed sections, with other bytes behind the first seal. */
function withTrailer(plain: Uint8Array, sections: readonly Uint8Array[]): Uint8Array {
  let bytes = Buffer.from(plain.subarray(0, plain.length - 54));
  for (const section of sections) {
    const writer = new JuteWriter();
    writer.raw(bytes);
    writer.raw(section);
    const checksum = adler32(writer.bytes());
    writer.long(BigInt(checksum));
    writer.string('/');
    bytes = Buffer.from(writer.bytes());
  }
  return bytes;
}

function section(write: (writer: JuteWriter) => void): Uint8Array {
  const writer = new JuteWriter();
  write(writer);
  return writer.copy();
}

test.for(compressions)('what is written (%s) is read', async (compression) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 3000, size: 'max' })), async (texts) => {
      const disk = await emptyDisk();
      const path = await written(disk, texts, compression);
      const target = new RegisterTarget();
      const trailer = await read(disk, path.split('/').at(-1)!, target);
      expect(trailer).toEqual({ digest: end.digest, lastZxid: 9n, nodeCount: texts.length + 1 });
      expect([...target.texts.values()]).toEqual(texts);
      expect([...target.sessions]).toEqual([[7n, 30_000]]);
      expect(target.aclIds).toEqual([1n]);
    }),
    { numRuns: 30 },
  );
});

test.for(compressions)('a snapshot (%s) of many znodes is read in pieces', async (compression) => {
  const disk = await emptyDisk();
  const texts = Array.from({ length: 5000 }, (_, index) => 'text'.repeat(index % 200));
  const path = await written(disk, [...texts, 'x'.repeat(500_000)], compression);
  const pieces: number[] = [];
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  const trailer = await readSnapshot(
    disk,
    directory,
    parseSnapshotName(path.split('/').at(-1)!)!,
    new RegisterTarget(),
    (readBytes) => pieces.push(readBytes),
  );
  clearInterval(turn);
  expect(trailer.nodeCount).toBe(5002);
  expect(pieces.reduce((total, count) => total + count, 0)).toBe(disk.readFile(path).length);
  expect(Math.max(...pieces)).toBeLessThanOrEqual(131_072);
});

test.for(compressions)('a snapshot (%s) has its name only when it is complete and on disk', async (compression) => {
  const disk = await emptyDisk();
  const calls: string[] = [];
  disk.fault = ({ name, path }) => {
    if (name !== 'write') calls.push(`${name} ${path}`);
    return undefined;
  };
  const path = await written(disk, ['text'], compression);
  expect(calls).toEqual([
    `open ${path}.tmp`,
    `datasync ${path}.tmp`,
    `rename ${path}.tmp`,
    `syncDirectory ${directory}`,
  ]);
});

test('a long snapshot is forced to disk little by little', async () => {
  const disk = await emptyDisk();
  let syncs = 0;
  disk.fault = ({ name }) => {
    if (name === 'datasync') syncs++;
    return undefined;
  };
  const writer = await SnapshotWriter.open({ files: disk, directory, compression: 'none', zxid: 7n });
  for (let count = 0; count < 20; count++) await writer.write(new Uint8Array(0x10_0000));
  expect(syncs).toBe(2);
  await writer.abort();
});

test.for(compressions)('a snapshot (%s) that is given up leaves nothing', async (compression) => {
  const disk = await emptyDisk();
  const writer = await SnapshotWriter.open({ files: disk, directory, compression, zxid: 7n });
  await writer.write(new Uint8Array(100_000));
  await writer.abort();
  expect(disk.paths).toEqual([]);
});

test.for(compressions)('an error of the disk (%s) is told to whoever writes', async (compression) => {
  const disk = await emptyDisk();
  const writer = await SnapshotWriter.open({ files: disk, directory, compression, zxid: 7n });
  disk.fault = ({ name, path }) => (name === 'write' ? { error: diskError('ENOSPC', 'write', path) } : undefined);
  const writing = async (): Promise<void> => {
    for (let count = 0; count < 100; count++) await writer.write(Buffer.from(`${Math.PI * count}`.repeat(1000)));
    await writer.finish(end);
  };
  await expect(writing()).rejects.toThrow(`${writer.path}: the disk is full: make room (ENOSPC: `);
  disk.fault = () => undefined;
  await writer.abort();
  expect(disk.paths).toEqual([]);
});

test('which sections follow the znodes is told by what is there', async () => {
  const disk = await emptyDisk();
  const plain = disk.readFile(await written(disk, ['text'], 'none'));
  const digest = section((writer) => {
    writer.long(5n);
    writer.int(2);
    writer.long(99n);
  });
  const oldDigest = section((writer) => {
    writer.long(5n);
    writer.int(1);
    writer.string('63');
  });
  const lastZxid = section((writer) => writer.long(8n));
  const found = async (...sections: Uint8Array[]): Promise<unknown> => {
    disk.writeFile('/data/snapshot.5', withTrailer(plain, sections));
    const trailer = await read(disk, 'snapshot.5');
    return [trailer.digest?.zxid, trailer.digest?.version, trailer.digest?.digest, trailer.lastZxid];
  };
  expect(await found()).toEqual([undefined, undefined, undefined, undefined]);
  expect(await found(digest)).toEqual([5n, 2, 99n, undefined]);
  expect(await found(lastZxid)).toEqual([undefined, undefined, undefined, 8n]);
  expect(await found(digest, lastZxid)).toEqual([5n, 2, 99n, 8n]);
  expect(await found(oldDigest)).toEqual([5n, 1, 0x63n, undefined]);
  expect(await found(oldDigest, lastZxid)).toEqual([5n, 1, 0x63n, 8n]);
  await expect(found(digest, lastZxid, lastZxid)).rejects.toThrow('more behind its end');
  await expect(found(new Uint8Array(300))).rejects.toThrow('more behind its end');
  await expect(found(section((writer) => writer.raw(oldDigest.subarray(0, 12))))).rejects.toThrow('damaged');
  const odd = section((writer) => {
    writer.long(5n);
    writer.int(1);
    writer.string('none');
  });
  await expect(found(odd)).rejects.toThrow('a digest that is no number');
});

test.for([
  ['a negative number of sessions', 16, 'ffffffff', '-1 sessions'],
  ['more sessions than there are', 16, '7fffffff', 'damaged at offset'],
  ['a negative number of ACLs', 32, '80000000', '-2147483648 ACLs'],
  ['a path of a negative length', 71, 'fffffffe', 'a length of -2 bytes'],
  ['a path without an end', 71, '7fffffff', 'a length of 2147483647 bytes'],
  ['data without an end', 75, '03ffffff', 'it ends early'],
  ['an ACL with an endless name', 52, '7fffffff', 'a length of 2147483647 bytes'],
] as const)('%s is damage', async ([, at, hex, reason]) => {
  const disk = await emptyDisk();
  const path = await written(disk, ['text'], 'none');
  const bytes = Buffer.from(disk.readFile(path));
  bytes.write(hex, at, 'hex');
  disk.writeFile(path, bytes);
  await expect(read(disk, 'snapshot.7')).rejects.toThrow(reason);
});

test('each seal ends as one', async () => {
  const disk = await emptyDisk();
  const path = await written(disk, ['text'], 'none');
  const bytes = disk.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  disk.writeFile(path, bytes);
  await expect(read(disk, 'snapshot.7')).rejects.toThrow('a seal that does not end as one');
});

test('what the tree refuses is damage', async () => {
  const disk = await emptyDisk();
  await written(disk, ['text'], 'none');
  const target = new RegisterTarget();
  target.addNode = () => {
    throw new RangeError('no parent');
  };
  await expect(read(disk, 'snapshot.7', target)).rejects.toMatchObject({
    name: 'CorruptSnapshotError',
    file: '/data/snapshot.7',
    reason: 'no parent',
  });
});

test.for([
  new RangeError('Map maximum size exceeded'),
  new RangeError('Invalid array length'),
  new Error('our mistake'),
])('what this process cannot hold is no damage: %s', async (error) => {
  const disk = await emptyDisk();
  await written(disk, ['text'], 'none');
  const target = new RegisterTarget();
  target.addNode = () => {
    throw error;
  };
  await expect(read(disk, 'snapshot.7', target)).rejects.toBe(error);
});

test.for(compressions)('what the disk does not give is damage (%s)', async (compression) => {
  const disk = await emptyDisk();
  const path = await written(disk, ['text'], compression);
  const error = diskError('EIO', 'read', path);
  disk.fault = ({ name }) => (name === 'read' ? { error } : undefined);
  const refusal = await read(disk, path.split('/').at(-1)!).catch((reason: unknown) => reason);
  expect(refusal).toBeInstanceOf(CorruptSnapshotError);
  expect((refusal as Error).message).toMatch(/EIO/);
});

test.for(compressions)('what the system refuses to read is no damage (%s)', async (compression) => {
  const disk = await emptyDisk();
  const path = await written(disk, ['text'], compression);
  const error = diskError('EACCES', 'read', path);
  disk.fault = ({ name }) => (name === 'read' ? { error } : undefined);
  await expect(read(disk, path.split('/').at(-1)!)).rejects.toBe(error);
});

test.for(compressions)('every prefix of a snapshot (%s) is refused, or ends at a seal', async (compression) => {
  const disk = await emptyDisk();
  const path = await written(disk, ['text'], compression);
  const bytes = disk.readFile(path);
  const accepted: number[] = [];
  for (let length = 0; length < bytes.length; length++) {
    disk.writeFile(path, bytes.subarray(0, length));
    await read(disk, path.split('/').at(-1)!).then(
      () => accepted.push(bytes.length - length),
      () => undefined,
    );
  }
  expect(accepted).toEqual(compression === 'none' ? [54, 21] : []);
});

test('snapshots are listed by their zxids, the newest first', async () => {
  const disk = await emptyDisk();
  for (const name of ['snapshot.9', 'snapshot.10.gz', 'snapshot.a', 'snapshot.2.bak', 'log.1', 'myid']) {
    disk.writeFile(`/data/${name}`, new Uint8Array(1));
  }
  const names = (await listSnapshots(disk, directory)).map(({ name }) => name);
  expect(names).toEqual(['snapshot.10.gz', 'snapshot.a', 'snapshot.9']);
});

test.for([
  ['snapshot.1', '00000000000000012f', false],
  ['snapshot.1', '0000000000000000012f', true],
  ['snapshot.1', '0000000000000000012e', false],
  ['snapshot.1', '', false],
  ['snapshot.1.gz', '1f8b', true],
  ['snapshot.1.gz', '1f', false],
  ['snapshot.1.snappy', '82534e4150505900', true],
  ['snapshot.1.snappy', '82534e4150505901', false],
] as const)('at a glance, %s of the bytes %s is complete: %s', async ([name, hex, isComplete]) => {
  const disk = await emptyDisk();
  disk.writeFile(`/data/${name}`, Buffer.from(hex, 'hex'));
  expect(await looksComplete(disk, directory, parseSnapshotName(name)!)).toBe(isComplete);
});
