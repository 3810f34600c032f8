import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TreeDigest } from '../src/tree-digest.ts';
import { bytes, Workbench } from './support/workbench.ts';

test('a tree digest is the sum modulo 2^64 of unsigned digests, as a signed number', () => {
  const step = fc.tuple(fc.boolean(), fc.integer());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), fc.boolean(), (steps, isNegative) => {
      const digest = new TreeDigest();
      let sum = 0n;
      if (isNegative) steps.unshift([false, 1]);
      for (const [isAdded, value] of steps) {
        if (isAdded) digest.add(value);
        else digest.subtract(value);
        sum += isAdded ? BigInt(value >>> 0) : -BigInt(value >>> 0);
        expect(digest.value).toBe(BigInt.asIntN(64, sum));
      }
    }),
  );
});

test('the digest after the first create of a log of Apache', () => {
  const bench = new Workbench();
  bench.write('createSession', { timeoutMs: 1 });
  bench.write('createSession', { timeoutMs: 1 });
  bench.time = 0x1a20027915bn;
  bench.create('/app', { data: bytes('app root') });
  expect(bench.tree.digest).toBe(0x19f7ab0f3n);
});

test('a native CRC-32 gives the same digest, and is asked for long data only', () => {
  let asked = 0;
  const native = (data: Uint8Array, seed: number): number => {
    asked++;
    return crc32(data, seed);
  };
  const benches = [new Workbench(), new Workbench({ crc32: native })];
  for (const bench of benches) {
    bench.create('/short', { data: bytes('short') });
    expect(asked).toBe(0);
  }
  for (const bench of benches) bench.create('/long', { data: new Uint8Array(5000).fill(7) });
  expect(asked).toBe(2);
  expect(benches[0]!.tree.digest).toBe(benches[1]!.tree.digest);
});

test('what lies below /zookeeper is not part of the digest', () => {
  const bench = new Workbench();
  bench.create('/zookeeper/x');
  const before = bench.tree.digest;
  bench.write('setData', { path: '/zookeeper/x', data: bytes('x'), version: -1 });
  expect(bench.tree.digest).toBe(before);
  bench.write('setData', { path: '/zookeeper', data: bytes('x'), version: -1 });
  expect(bench.tree.digest).not.toBe(before);
});
