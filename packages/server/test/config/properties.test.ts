import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { parseProperties } from '../../src/config/properties.ts';

function pairs(text: string): [string, string][] {
  return parseProperties(text, 'zoo.cfg').map(({ key, value }) => [key, value]);
}

describe('a line', () => {
  test.for<[string, string, string]>([
    ['a=b', 'a', 'b'],
    ['a:b', 'a', 'b'],
    ['a b', 'a', 'b'],
    ['  a \t=\f b  ', 'a', 'b'],
    ['a = : b', 'a', ': b'],
    ['a==b', 'a', '=b'],
    ['a', 'a', ''],
    ['a=', 'a', ''],
    ['=b', '', 'b'],
    ['server.1=host:2888:3888;2181', 'server.1', 'host:2888:3888;2181'],
    ['a=b # no comment', 'a', 'b # no comment'],
    [String.raw`a\=b\:c\ d=e`, 'a=b:c d', 'e'],
    [String.raw`a=\\\t\n\r\f\x`, 'a', '\\\t\n\r\fx'],
    [String.raw`dataDir=C:\\zookeeper\\data`, 'dataDir', String.raw`C:\zookeeper\data`],
    [String.raw`dataDir=C:\data`, 'dataDir', 'C:data'],
    [String.raw`\u0064ataDir=/d\u00e4ta`, 'dataDir', '/däta'],
  ])('%j is the key %j with the value %j', ([line, key, value]) => {
    expect(pairs(line)).toEqual([[key, value]]);
  });

  test.for(['', '   ', '\t\f', '# a=b', '  ! a=b'])('%j holds no key', (line) => {
    expect(pairs(line)).toEqual([]);
  });
});

describe('lines', () => {
  test.for(['\n', '\r\n', '\r'])('may end in %j', (end) => {
    expect(pairs(['a=1', 'b=2', ''].join(end))).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('go on after a backslash, without the blanks at the beginning', () => {
    expect(pairs('a=one,\\\n   two,\\\r\n\tthree\nb=2')).toEqual([
      ['a', 'one,two,three'],
      ['b', '2'],
    ]);
  });

  test('end after an even number of backslashes', () => {
    expect(pairs('a=one\\\\\nb=2')).toEqual([
      ['a', 'one\\'],
      ['b', '2'],
    ]);
  });

  test('that are continued are no comments and no blank lines', () => {
    expect(pairs('a=1\\\n#2\nb=3\\\n\nc=4')).toEqual([
      ['a', '1#2'],
      ['b', '3'],
      ['c', '4'],
    ]);
  });

  test('that are comments do not go on', () => {
    expect(pairs('# comment \\\na=1')).toEqual([['a', '1']]);
  });

  test('may end the file with a backslash', () => {
    expect(pairs('a=1\\')).toEqual([['a', '1']]);
  });

  test('are numbered where their keys stand', () => {
    const text = '# first\n\na=1\\\n  2\n\nb=3\n';
    expect(parseProperties(text, 'zoo.cfg').map(({ origin }) => origin)).toEqual(['zoo.cfg:3', 'zoo.cfg:6']);
  });

  test('keep duplicates, in the order of the file', () => {
    expect(pairs('a=1\na=2')).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });
});

test('a byte order mark is no part of the first key', () => {
  expect(pairs('\uFEFFa=1')).toEqual([['a', '1']]);
});

test.for([String.raw`a=\u12`, String.raw`a=\u12G4`, String.raw`\u=1`])('%j has a malformed escape', (line) => {
  expect(() => pairs(`b=1\n${line}`)).toThrow(ConfigError);
  expect(() => pairs(`b=1\n${line}`)).toThrow(/^zoo\.cfg:2: /u);
});

/** Writes as `java.util.Properties.store` does. */
function stored(key: string, value: string): string {
  const escaped = (text: string) =>
    Array.from(text, (one) =>
      /[A-Za-z0-9]/u.test(one) ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `${escaped(key).join('')}=${escaped(value).join('')}`;
}

test('what Java stores is read back', () => {
  const text = fc.string({ unit: fc.nat({ max: 0xd7ff }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (entries) => {
      const file = entries.map(([key, value]) => stored(key, value)).join('\n');
      expect(pairs(file)).toEqual(entries.map(([key, value]) => [key.trim(), value.trim()]));
    }),
  );
});

test('any text is read or refused with its line', () => {
  const piece = fc.constantFrom('a', '=', ':', ' ', '\\', '\n', '\r', '#', '!', 'u', '0', '\t');
  fc.assert(
    fc.property(fc.string({ unit: piece }), (text) => {
      try {
        parseProperties(text, 'zoo.cfg');
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as ConfigError).message).toMatch(/^zoo\.cfg:\d+: /u);
      }
    }),
  );
});
