import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextXid } from '../src/wire/next-xid.ts';

test('xids grow by one and begin again at 1, so that none is zero or negative as an int', () => {
  expect([0, 1, 0x7fff_fffd, 0x7fff_fffe].map(nextXid)).toEqual([1, 2, 0x7fff_fffe, 1]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_fffe }), (xid) => {
      expect(nextXid(xid) | 0).toBeGreaterThan(0);
      expect(nextXid(xid) | 0).toBe(nextXid(xid));
    }),
  );
});
