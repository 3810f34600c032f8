import { expect, test } from 'vitest';
import { waitFor } from '../src/index.ts';

test('waiting ends as soon as the condition holds', async () => {
  let asked = 0;
  await waitFor('the third question', () => ++asked === 3);
  expect(asked).toBe(3);
});

test('waiting for what never happens ends with its name', async () => {
  await expect(waitFor('godot', () => false, 5)).rejects.toThrow('waited 5 ms in vain for godot');
});
