import { setImmediate } from 'node:timers/promises';
import { diskError, SimulatedDisk } from '@zookit/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { fileChunks } from '../src/file-chunks.ts';

const CHUNK_BYTES = 0x2_0000;
const path = '/data/file';

const ignore = () => undefined;

async function openFile(disk: SimulatedDisk, sizeBytes: number) {
  disk.writeFile(
    path,
    Uint8Array.from({ length: sizeBytes }, (_, index) => index % 251),
  );
  return disk.open(path, 'read');
}

test.for([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])(
  'the chunks of a file of %i bytes are all of it',
  async (sizeBytes) => {
    const disk = new SimulatedDisk();
    const file = await openFile(disk, sizeBytes);
    const counts: number[] = [];
    const chunks: Uint8Array[] = [];
    for await (const chunk of fileChunks(file, (count) => counts.push(count))) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(disk.readFile(path))).toBe(true);
    expect(counts.reduce((total, count) => total + count, 0)).toBe(sizeBytes);
  },
);

test('a chunk that cannot be read is an error for whoever asks for it, not before', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  onTestFinished(() => void process.off('unhandledRejection', listener));
  const disk = new SimulatedDisk();
  const file = await openFile(disk, 2 * CHUNK_BYTES);
  let readCount = 0;
  disk.fault = ({ name }) =>
    name === 'read' && ++readCount === 2 ? { error: diskError('EIO', 'read', path) } : undefined;
  const chunks = fileChunks(file, ignore);
  expect((await chunks.next()).value).toHaveLength(CHUNK_BYTES);
  await setImmediate();
  await expect(chunks.next()).rejects.toMatchObject({ code: 'EIO' });
  expect(readCount).toBe(2);
  expect(unhandled).toEqual([]);
});

test('whoever leaves early waits for the read that is under way: the file can be closed then', async () => {
  const file = await openFile(new SimulatedDisk(), 3 * CHUNK_BYTES);
  const slow = Promise.withResolvers<undefined>();
  const read = file.read.bind(file);
  file.read = async (into, position) => {
    if (position > 0) await slow.promise;
    return read(into, position);
  };
  const chunks = fileChunks(file, ignore);
  await chunks.next();
  let hasLeft = false;
  const left = chunks.return().then(() => (hasLeft = true));
  await setImmediate();
  expect(hasLeft).toBe(false);
  slow.resolve(undefined);
  await left;
});
