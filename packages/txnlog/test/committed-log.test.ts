import fc from 'fast-check';
import { zxidOf } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { CommittedLog } from '../src/index.ts';

const payload = new Uint8Array(10);

test('an empty log has no ends', () => {
  const log = new CommittedLog(3);
  expect([log.length, log.minZxid, log.maxZxid, log.after(0n), log.sizeBytes]).toEqual([
    0,
    undefined,
    undefined,
    [],
    0,
  ]);
});

test('the last proposals are kept, in their order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(30), (limit, count) => {
      const log = new CommittedLog(limit);
      const all = Array.from({ length: count }, (_, index) => BigInt(index + 1));
      for (const zxid of all) log.add(zxid, payload);
      const kept = all.slice(-limit);
      expect([log.length, log.minZxid, log.maxZxid]).toEqual([kept.length, kept[0], kept.at(-1)]);
      expect(log.sizeBytes).toBe(10 * kept.length);
      for (let zxid = 0n; zxid <= BigInt(count); zxid++) {
        expect(log.after(zxid).map((one) => one.zxid)).toEqual(kept.filter((one) => one > zxid));
      }
    }),
  );
});

test('a proposal that is known already is not added again', () => {
  const log = new CommittedLog(3);
  log.add(5n, payload);
  log.add(5n, payload);
  log.add(4n, payload);
  expect(log.after(0n).map((one) => one.zxid)).toEqual([5n]);
});

test('a gap inside an epoch is a fault of ours', () => {
  const log = new CommittedLog(3);
  log.add(zxidOf(1, 5), payload);
  expect(() => {
    log.add(zxidOf(1, 7), payload);
  }).toThrow('proposal 0x100000007 does not follow 0x100000005');
  log.add(zxidOf(2, 1), payload);
  log.clear();
  log.add(zxidOf(1, 7), payload);
  expect([log.length, log.sizeBytes]).toEqual([1, 10]);
  expect(() => new CommittedLog(0)).toThrow('a committed log of 0');
});
