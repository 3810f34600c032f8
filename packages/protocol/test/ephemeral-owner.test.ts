import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTAINER_OWNER, ownerKind, TTL_MAX_MS, ttlOf, ttlOwner, type OwnerKind } from '../src/index.ts';

const off = { extendedTypes: false, emulate353: false };
const extended = { extendedTypes: true, emulate353: false };
const emulating = { extendedTypes: true, emulate353: true };
const onlyEmulating = { extendedTypes: false, emulate353: true };

const signed = (bits: bigint): bigint => BigInt.asIntN(64, bits);

test('the owner of a container has the highest bit alone', () => {
  expect(BigInt.asUintN(64, CONTAINER_OWNER)).toBe(0x8000_0000_0000_0000n);
});

test('the owner of a TTL znode has a byte of ones, two of zeros, and the time', () => {
  expect(BigInt.asUintN(64, ttlOwner(60_000n))).toBe(0xff00_0000_0000_ea60n);
  expect(BigInt.asUintN(64, ttlOwner(TTL_MAX_MS))).toBe(0xff00_00ff_ffff_ffffn);
});

test('a time to live is read back from the owner', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: TTL_MAX_MS }), (ttlMs) => {
      expect(ttlOf(ttlOwner(ttlMs))).toBe(ttlMs);
      expect(ownerKind(ttlOwner(ttlMs), extended)).toBe('ttl');
    }),
  );
});

test('the time of a TTL owner of 3.5.3 is in the same bits', () => {
  expect(ttlOf(signed(0x8000_0000_0000_ea60n))).toBe(60_000n);
});

test.for([0n, -1n, TTL_MAX_MS + 1n])('%s ms is no time to live', (ttlMs) => {
  expect(() => ttlOwner(ttlMs)).toThrow(RangeError);
});

const session = 0x100000f0a2b0000n;
const highSession = signed(0xfe00_0000_0000_0001n);
const ttl = ttlOwner(1n);
const ttl353 = signed(0x8000_0000_0000_0001n);

test.for<[bigint, typeof off, OwnerKind]>([
  [0n, off, 'persistent'],
  [0n, emulating, 'persistent'],
  [CONTAINER_OWNER, off, 'container'],
  [CONTAINER_OWNER, extended, 'container'],
  [CONTAINER_OWNER, emulating, 'container'],
  [session, off, 'ephemeral'],
  [session, extended, 'ephemeral'],
  [session, emulating, 'ephemeral'],
  [highSession, extended, 'ephemeral'],
  [highSession, emulating, 'ttl'],
  [ttl, off, 'ephemeral'],
  [ttl, onlyEmulating, 'ephemeral'],
  [ttl, extended, 'ttl'],
  [ttl, emulating, 'ttl'],
  [ttl353, extended, 'ephemeral'],
  [ttl353, emulating, 'ttl'],
])('the owner %s with %o is of the kind %s', ([owner, options, kind]) => {
  expect(ownerKind(owner, options)).toBe(kind);
});

test('an extended type that nobody has defined is none, unless it is a TTL of 3.5.3', () => {
  const unknown = signed(0xff00_0100_0000_0001n);
  expect(ownerKind(unknown, extended)).toBeUndefined();
  expect(ownerKind(-1n, extended)).toBeUndefined();
  expect(ownerKind(unknown, off)).toBe('ephemeral');
  expect(ownerKind(unknown, emulating)).toBe('ttl');
});
