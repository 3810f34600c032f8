import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathMap } from '../src/path-map.ts';

const path = fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/ab', '/a//b', '/a/', '//', '/b');
const step = fc.tuple(fc.boolean(), path);

test('any history of values is as a map says', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), path, (steps, asked) => {
      const map = new PathMap<string>();
      const model = new Map<string, string>();
      for (const [isSet, at] of steps) {
        if (isSet) {
          map.set(at, `value of ${at}`);
          model.set(at, `value of ${at}`);
        } else {
          map.delete(at);
          model.delete(at);
        }
        expect(map.size).toBe(model.size);
      }
      const above = [...model.keys()].filter((at) => at === '/' || at === asked || asked.startsWith(`${at}/`));
      above.sort((left, right) => left.length - right.length);
      expect(map.along(asked)).toEqual(above.map((at) => `value of ${at}`));
      expect(map.get(asked)).toBe(model.get(asked));
    }),
  );
});
