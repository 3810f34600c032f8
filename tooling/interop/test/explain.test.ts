import { expect, test } from 'vitest';
import { compare, expectedDifferences, explain, sessions, unusedRows } from '../src/index.ts';

const expected = [
  { session: 'a/b', step: 'one', reason: 'because' },
  { session: 'a/b', step: /^two/, reason: 'therefore' },
];

test('steps with other results, and steps that only one side took, are differences', () => {
  const apache = new Map([
    ['same', '1'],
    ['other', '2'],
    ['gone', '3'],
  ]);
  const zookit = new Map([
    ['same', '1'],
    ['other', 'x'],
    ['new', '4'],
  ]);
  expect(compare(apache, zookit)).toEqual([
    { step: 'other', apache: '2', zookit: 'x' },
    { step: 'gone', apache: '3', zookit: undefined },
    { step: 'new', apache: undefined, zookit: '4' },
  ]);
});

test('a difference has the reason of the row that names its session and step, or none', () => {
  const differences = ['one', 'two and more', 'three'].map((step) => ({ step, apache: '1', zookit: '2' }));
  expect(explain('a/b', differences, expected).map(({ reason }) => reason)).toEqual([
    'because',
    'therefore',
    undefined,
  ]);
  expect(explain('another', differences, expected).map(({ reason }) => reason)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a row that matches no difference of its session is unused', () => {
  expect(unusedRows('a/b', [{ step: 'one', apache: '1', zookit: '2' }], expected)).toEqual([expected[1]]);
  expect(unusedRows('another', [], expected)).toEqual([]);
});

test('every expected difference names a session', () => {
  const names = new Set(sessions.map(({ name }) => name));
  expect(expectedDifferences.filter(({ session }) => !names.has(session))).toEqual([]);
});
