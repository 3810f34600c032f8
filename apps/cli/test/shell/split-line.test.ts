import { expect, test } from 'vitest';
import { splitLine } from '../../src/shell/words/split-line.ts';

test.for([
  ['ls /', ['ls', '/']],
  ['  ls \t /a  ', ['ls', '/a']],
  ['create /a "two words"', ['create', '/a', 'two words']],
  ['create /a \'single "quotes"\'', ['create', '/a', 'single "quotes"']],
  ['create /a ""', ['create', '/a', '']],
  ["set /a it's", ['set', '/a', "it's"]],
  ['set /a {"json":1}', ['set', '/a', '{"json":1}']],
  ['set /a back\\slash', ['set', '/a', 'back\\slash']],
  ["ls '/c1", ['ls', '/c1']],
  ['"a""b"', ['a', 'b']],
  ['', []],
  ['   ', []],
] as const)('%s', ([line, words]) => {
  expect(splitLine(line)).toEqual(words);
});
