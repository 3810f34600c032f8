import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertPath, BadArgumentsError, baseName, parentPath, validatePath } from '../src/index.ts';

const forbiddenRanges = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xd800, 0xf8ff],
  [0xfff0, 0xffff],
] as const;

const isForbidden = (unit: number): boolean => forbiddenRanges.some(([first, last]) => unit >= first && unit <= last);

test.for(['/', '/a', '/a/b', '/a.b', '/.a', '/a.', '/...', '/..a', '/a..', '/ ', '/a b', '/ünïcødé-日本', '/\u00a0'])(
  '%j is a path',
  (path) => {
    expect(validatePath(path)).toBeUndefined();
    expect(() => assertPath(path)).not.toThrow();
  },
);

test.for([
  ['', 'is empty'],
  ['a', 'does not start with "/"'],
  ['a/b', 'does not start with "/"'],
  [' /a', 'does not start with "/"'],
  ['/a/', 'ends with "/"'],
  ['//', 'ends with "/"'],
  ['//a', 'contains an empty name'],
  ['/a//b', 'contains an empty name'],
  ['/.', 'contains a relative name'],
  ['/..', 'contains a relative name'],
  ['/./a', 'contains a relative name'],
  ['/../a', 'contains a relative name'],
  ['/a/./b', 'contains a relative name'],
  ['/a/../b', 'contains a relative name'],
  ['/a/..', 'contains a relative name'],
  ['/a\0', 'contains the forbidden character U+0000 at 2'],
  ['/a\tb', 'contains the forbidden character U+0009 at 2'],
  ['/\ufffd', 'contains the forbidden character U+FFFD at 1'],
  ['/😀', 'contains the forbidden character U+D83D at 1'],
] as const)('%j is no path: it %s', ([path, reason]) => {
  expect(validatePath(path)).toBe(reason);
});

test('of all characters, exactly the forbidden ones are refused', () => {
  const wrong: number[] = [];
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    if (character === '/') continue;
    const isRefused = validatePath(`/x${character}x`) !== undefined;
    if (isRefused !== isForbidden(unit)) wrong.push(unit);
  }
  expect(wrong).toEqual([]);
});

test('paths are checked as by the rules said one by one', () => {
  const units = fc.constantFrom('/', '.', 'a', '\0', '\x1f', '\x7f', '\ue000', 'é');
  fc.assert(
    fc.property(fc.string({ unit: units, maxLength: 8 }), (path) => {
      const names = path.split('/').slice(1);
      const isValid =
        path === '/' ||
        (path.startsWith('/') && names.every((name) => !['', '.', '..'].includes(name)) && !/[^/.aé]/.test(path));
      expect(validatePath(path) === undefined).toBe(isValid);
    }),
    { numRuns: 2000 },
  );
});

test('an invalid path is a bad argument, and says why', () => {
  expect(() => assertPath('/a/')).toThrow(BadArgumentsError);
  try {
    assertPath('/a/');
  } catch (error) {
    expect(error).toMatchObject({ message: 'BadArguments: /a/', path: '/a/', cause: 'path ends with "/"' });
  }
});

test.for([
  ['/', '/', ''],
  ['/a', '/', 'a'],
  ['/a/b', '/a', 'b'],
  ['/a/b/c', '/a/b', 'c'],
  ['/a/', '/a', ''],
  ['/p/a//b', '/p/a/', 'b'],
  ['a/b', 'a', 'b'],
  ['a', '/', 'a'],
] as const)('%j is below %j, under the name %j', ([path, parent, name]) => {
  expect(parentPath(path)).toBe(parent);
  expect(baseName(path)).toBe(name);
});
