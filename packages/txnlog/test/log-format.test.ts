import { zxidOf } from '@zookit/protocol';
import { expect, test } from 'vitest';
import { follows, paddedSize } from '../src/log-format.ts';

const PRE = 65_536;

test.for([
  // position, size, preallocated in steps of, new size
  [16, 16, PRE, 65_552],
  [61_455, 65_552, PRE, 65_552],
  [61_456, 65_552, PRE, 131_088],
  [65_552, 65_552, PRE, 131_088],
  [200_000, 131_088, PRE, 262_144],
  [16, 16, 0, 16],
  [16, 16, 67_108_864, 67_108_880],
] as const)('at %i of %i bytes, in steps of %i, the file grows to %i', ([position, size, step, grown]) => {
  expect(paddedSize(position, size, step)).toBe(grown);
});

test.for([
  [zxidOf(0, 0), zxidOf(0, 1), true],
  [zxidOf(0, 5), zxidOf(0, 6), true],
  [zxidOf(0, 5), zxidOf(0, 5), true],
  [zxidOf(0, 5), zxidOf(0, 7), false],
  [zxidOf(0, 5), zxidOf(0, 4), false],
  [zxidOf(0, 5), zxidOf(1, 1), true],
  [zxidOf(0, 5), zxidOf(3, 1), true],
  [zxidOf(0, 5), zxidOf(1, 2), false],
  [zxidOf(1, 0), zxidOf(1, 1), true],
  [zxidOf(1, 5), zxidOf(0, 1), false],
] as const)('behind %s may come %s: %s', ([previous, next, isRight]) => {
  expect(follows(previous, next)).toBe(isRight);
});
