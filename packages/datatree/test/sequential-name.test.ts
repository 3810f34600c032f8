import { expect, test } from 'vitest';
import { sequentialSuffix } from '../src/sequential-name.ts';

test.for([
  [0, '0000000000'],
  [7, '0000000007'],
  [2147483647, '2147483647'],
  [-1, '-000000001'],
  [-5, '-000000005'],
  [-2147483648, '-2147483648'],
] as const)('%i is %s, as Java formats it', ([cversion, suffix]) => {
  expect(sequentialSuffix(cversion)).toBe(suffix);
});
