import { fileURLToPath } from 'node:url';
import { reads, writes } from '@zookit/protocol';
import { RawClient, startProcess, type StartedProcess } from '@zookit/testkit';
import { expect, test } from 'vitest';
import { creation } from '../support/requests.ts';
import { connectionCount } from '../support/open-files-max.ts';

const serverProcess = fileURLToPath(import.meta.resolve('./server-process.ts'));

const MEGABYTE = 1024 * 1024;
const BATCH = 500;

/**
 * Under load V8 lets the part of its heap where garbage is young grow to three times this, in MB, and keeps it: memory
 * that has nothing to do with what a server holds. Node's default is twice as large and shrinks when the load is over.
 */
const SEMI_SPACE_MAX = 8;

/** A server in a process of its own, whose memory is that of nothing else. */
async function startAlone() {
  const flags = ['--expose-gc', `--max-semi-space-size=${String(SEMI_SPACE_MAX)}`];
  const child = startProcess(process.execPath, [...flags, serverProcess]);
  const [, port] = await child.waitForOutput(/port (\d+)/);
  return { child, port: Number(port), [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}

/** The memory that the server holds, and what of it is in use in the heap, in MB. */
async function memoryOf(child: StartedProcess, label: string) {
  child.writeLine(label);
  const [, rss, heap] = await child.waitForOutput(new RegExp(`${label}: (\\d+) bytes, (\\d+) in the heap`));
  return { rss: Number(rss) / MEGABYTE, heap: Number(heap) / MEGABYTE };
}

/** Does something `count` times, many at once. */
async function repeat(count: number, act: (index: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    await Promise.all(Array.from({ length: Math.min(BATCH, count - start) }, (_, index) => act(start + index)));
  }
}

test('100,000 znodes of 100 bytes take less than 120 MB', { timeout: 60_000 }, async () => {
  await using alone = await startAlone();
  using client = await RawClient.connect({ port: alone.port, timeoutMs: 60_000 });
  const before = await memoryOf(alone.child, 'empty');
  await repeat(100_000, (index) => {
    const data = Buffer.alloc(100, index);
    return client.ask(writes.create, creation(`/n${String(index)}`, { data }));
  });
  const after = await memoryOf(alone.child, 'full');
  expect(after.rss - before.rss).toBeLessThan(120);
  expect(after.heap - before.heap).toBeLessThan(50);
});

test('10,000 idle sessions with a watch each take less than 100 MB', { timeout: 60_000 }, async () => {
  const count = connectionCount(10_000);
  await using alone = await startAlone();
  using client = await RawClient.connect({ port: alone.port, timeoutMs: 60_000 });
  const before = await memoryOf(alone.child, 'empty');
  const clients: RawClient[] = [];
  await repeat(count, async (index) => {
    const one = await RawClient.connect({ port: alone.port, timeoutMs: 60_000 });
    clients.push(one);
    await one.request(reads.exists, { path: `/watched-${String(index)}`, watch: true });
  });
  const after = await memoryOf(alone.child, 'crowded');
  for (const one of clients) one.disconnect();
  expect(after.rss - before.rss).toBeLessThan((100 * count) / 10_000);
  expect(await client.errorOf(reads.exists, { path: '/', watch: false })).toBe(0);
});
