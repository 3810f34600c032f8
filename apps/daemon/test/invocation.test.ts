import { describe, expect, test } from 'vitest';
import { parseInvocation, UsageError, type ServeInvocation } from '../src/invocation.ts';

function serving(...args: string[]): ServeInvocation {
  const invocation = parseInvocation(args);
  if (invocation.type !== 'serve') throw new Error(`it is ${invocation.type}`);
  return invocation;
}

test('one argument is a file', () => {
  expect(serving('conf/zoo.cfg')).toEqual({
    type: 'serve',
    source: { type: 'file', path: 'conf/zoo.cfg' },
    properties: [],
    log: { level: 'info', format: undefined },
  });
});

test('two to four arguments are a port, a directory, a tick and a limit', () => {
  expect(serving('2181', './data', '1000', '5').source).toEqual({
    type: 'arguments',
    settings: [
      { key: 'clientPort', value: '2181', origin: 'argument 1' },
      { key: 'dataDir', value: './data', origin: 'argument 2' },
      { key: 'tickTime', value: '1000', origin: 'argument 3' },
      { key: 'maxClientCnxns', value: '5', origin: 'argument 4' },
    ],
  });
});

test('without a limit the connections from one address are unlimited', () => {
  expect(serving('2181', './data').source).toMatchObject({
    settings: expect.arrayContaining([{ key: 'maxClientCnxns', value: '0', origin: 'arguments' }]) as unknown,
  });
});

test('properties may stand anywhere, and have any value', () => {
  expect(serving('-Da=1', 'zoo.cfg', '-Dzookeeper.b=x=y', '-Dc').properties).toEqual([
    { key: 'a', value: '1', origin: 'command line' },
    { key: 'zookeeper.b', value: 'x=y', origin: 'command line' },
    { key: 'c', value: '', origin: 'command line' },
  ]);
});

test('the log has a level and a format', () => {
  expect(serving('--log-level=debug', '--log-format', 'json', 'zoo.cfg').log).toEqual({
    level: 'debug',
    format: 'json',
  });
});

test.for([
  ['--help', 'help'],
  ['-h', 'help'],
  ['--version', 'version'],
  ['--config-keys', 'config-keys'],
])('%s needs no arguments', ([option, type]) => {
  expect(parseInvocation([option!])).toEqual({ type });
});

describe('nothing can be made of', () => {
  test.for([
    [[], 'Invalid number of arguments:[]'],
    [['1', '2', '3', '4', '5'], 'Invalid number of arguments:[1, 2, 3, 4, 5]'],
    [['--nope', 'zoo.cfg'], "Unknown option '--nope'"],
    [['--log-level=loud', 'zoo.cfg'], '--log-level=loud: choose one of debug, info, warn, error.'],
    [['--log-format=xml', 'zoo.cfg'], '--log-format=xml: choose one of json, pretty.'],
  ] as [string[], string][])('%j', ([args, words]) => {
    expect(() => parseInvocation(args)).toThrow(UsageError);
    expect(() => parseInvocation(args)).toThrow(words);
  });
});
