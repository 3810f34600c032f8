import { describe, expect, test } from 'vitest';
import type { CommandOption } from '../../src/shell/words/command-option.ts';
import { parseWords } from '../../src/shell/words/parse-words.ts';
import { UsageError } from '../../src/shell/words/usage-error.ts';

const options: readonly CommandOption[] = [
  { name: 's', description: '' },
  { name: 'w', description: '' },
  { name: 'v', value: 'version', description: '' },
  { name: 'm', value: 'mode', description: '', choices: ['A', 'B'] },
  { name: 'members', value: 'servers', description: '' },
];

function parsed(text: string): object {
  const given = parseWords(text.split(' '), options);
  const found = options.filter(({ name }) => given.has(name));
  return { words: given.words, ...Object.fromEntries(found.map(({ name }) => [name, given.value(name)])) };
}

describe('options are found', () => {
  test.for([
    ['-s /a', { words: ['/a'], s: '' }],
    ['/a -s', { words: ['/a'], s: '' }],
    ['/a -v 5 data', { words: ['/a', 'data'], v: '5' }],
    ['-sw /a', { words: ['/a'], s: '', w: '' }],
    ['-v5 /a', { words: ['/a'], v: '5' }],
    ['-sv5 /a', { words: ['/a'], s: '', v: '5' }],
    ['-v=5 /a', { words: ['/a'], v: '5' }],
    ['-v -1 /a', { words: ['/a'], v: '-1' }],
    ['/a -1', { words: ['/a', '-1'] }],
    ['/a -', { words: ['/a', '-'] }],
    ['-- -s', { words: ['-s'] }],
    ['-members a,b', { words: [], members: 'a,b' }],
    ['--members=a=1,b=2', { words: [], members: 'a=1,b=2' }],
    ['-m A -m B', { words: [], m: 'B' }],
  ] as const)('%s', ([text, expected]) => {
    expect(parsed(text)).toEqual(expected);
  });
});

test('all values of an option that is there several times are kept', () => {
  expect(parseWords(['-members', 'a', '-members', 'b'], options).values('members')).toEqual(['a', 'b']);
});

test('where a command begins, the options of the shell end', () => {
  const given = parseWords(['-s', 'get', '-x', '/a'], options, { endsAtWord: true });
  expect([given.has('s'), given.words]).toEqual([true, ['get', '-x', '/a']]);
});

describe('what makes no sense is told with what would', () => {
  test.for([
    ['-z /a', 'Unrecognized option: -z'],
    ['--memers x', 'Unrecognized option: --memers; did you mean --members?'],
    ['/a -v', 'Missing argument for option: v'],
    ['-m C /a', '-m is one of A, B, not C'],
  ] as const)('%s', ([text, message]) => {
    const failure = (() => {
      try {
        return parsed(text);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(message);
  });
});
