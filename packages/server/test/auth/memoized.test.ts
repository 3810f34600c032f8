import { expect, test } from 'vitest';
import { memoized } from '../../src/auth/memoized.ts';

test('a text is parsed once, also one that gives nothing', () => {
  const parsed: string[] = [];
  const lengthOf = memoized((text) => {
    parsed.push(text);
    return text === '' ? undefined : text.length;
  });
  expect([lengthOf('abc'), lengthOf(''), lengthOf('abc'), lengthOf('')]).toEqual([3, undefined, 3, undefined]);
  expect(parsed).toEqual(['abc', '']);
});

test('no more than so many texts are remembered', () => {
  let count = 0;
  const parse = memoized((text) => {
    count++;
    return text;
  });
  for (let index = 0; index <= 10_000; index++) parse(String(index));
  expect(parse('10000')).toBe('10000');
  expect(count).toBe(10_001);
  parse('0');
  expect(count).toBe(10_002);
});
