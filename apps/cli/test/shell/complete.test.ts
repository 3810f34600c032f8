import { describe, expect, test } from 'vitest';
import { commands } from '../../src/shell/commands.ts';
import { complete, type CompletionSources } from '../../src/shell/interactive/complete.ts';

const tree: Readonly<Record<string, readonly string[]>> = {
  '/': ['app', 'apple', 'zookeeper'],
  '/app': ['b', 'a'],
  '/apple': ['two words'],
};

const sources: CompletionSources = {
  commands,
  children: (path) => Promise.resolve(tree[path] ?? []),
  files: (text) => Promise.resolve(['notes.json', 'nothing'].filter((name) => name.startsWith(text))),
};

describe('a line goes on with', () => {
  test.for([
    ['a command', 'ad', ['addWatch', 'addauth']],
    ['the only command, and a blank', 'who', ['whoami ']],
    ['children of the root', 'get /', ['/app', '/apple', '/zookeeper']],
    ['what begins so', 'get /ap', ['/app', '/apple']],
    ['children, sorted', 'get -s /app/', ['/app/a', '/app/b']],
    ['the first slash of a path', 'get ', ['/']],
    ['a path behind an opening quote', 'get "/zo', ['"/zookeeper']],
    ['a path with a blank, in quotes', 'get /apple/t', ['"/apple/two words']],
    ['options', 'get -', ['--help', '--output', '-b', '-s', '-w', '-x']],
    ['options with as many dashes as were typed', 'reconfig -m', ['-members ']],
    ['what an option may be', 'addWatch -m ', ['PERSISTENT', 'PERSISTENT_RECURSIVE']],
    ['what a word may be', 'printwatches o', ['off', 'on']],
    ['a command to be helped with', 'help dele', ['delete', 'deleteall']],
    ['nothing for data', 'create /app x', []],
    ['nothing for a relative path', 'get app', []],
    ['nothing where nothing begins so', 'get /x', []],
    ['a path behind a command that is unknown', 'bogus /zoo', ['/zookeeper']],
  ] as const)('%s: %s', async ([, text, hits]) => {
    expect((await complete(text, sources))[0]).toEqual(hits);
  });
});

test('what is replaced is the last word', async () => {
  expect((await complete('get -s /app/', sources))[1]).toBe('/app/');
});
