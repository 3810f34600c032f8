import { expect, test } from 'vitest';
import { CreateMode, createTraits, isCreateMode } from '../src/index.ts';

test.for([
  [CreateMode.PERSISTENT, {}],
  [CreateMode.EPHEMERAL, { isEphemeral: true }],
  [CreateMode.PERSISTENT_SEQUENTIAL, { isSequential: true }],
  [CreateMode.EPHEMERAL_SEQUENTIAL, { isEphemeral: true, isSequential: true }],
  [CreateMode.CONTAINER, { isContainer: true }],
  [CreateMode.PERSISTENT_WITH_TTL, { hasTtl: true }],
  [CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, { isSequential: true, hasTtl: true }],
] as const)('create mode %i asks for %o', ([flags, traits]) => {
  expect(isCreateMode(flags)).toBe(true);
  expect(createTraits(flags)).toEqual({
    isEphemeral: false,
    isSequential: false,
    isContainer: false,
    hasTtl: false,
    ...traits,
  });
});

test.for([-1, 7, 2 ** 31 - 1, -(2 ** 31)])('%i is no create mode', (flags) => {
  expect(isCreateMode(flags)).toBe(false);
  expect(createTraits(flags)).toBeUndefined();
});
