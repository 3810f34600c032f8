import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathTrie } from '../src/path-trie.ts';

const path = fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/ab', '/a//b', '/a/', '/b');
const step = fc.tuple(fc.boolean(), path);

test('any history of values is as a map says', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), path, (steps, asked) => {
      const trie = new PathTrie<string>();
      const model = new Map<string, string>();
      for (const [isSet, at] of steps) {
        if (isSet) {
          trie.set(at, `value of ${at}`);
          model.set(at, `value of ${at}`);
        } else {
          trie.delete(at);
          model.delete(at);
        }
        expect(trie.size).toBe(model.size);
      }
      const above = [...model.keys()].filter((at) => at === '/' || at === asked || asked.startsWith(`${at}/`));
      above.sort((left, right) => left.length - right.length);
      const visited: string[] = [];
      trie.visitAlong(asked, (value) => visited.push(value));
      expect(visited).toEqual(above.map((at) => `value of ${at}`));
      expect(trie.deepest(asked)).toBe(visited.at(-1));
      expect(trie.get(asked)).toBe(model.get(asked));
    }),
  );
});

test('the empty path has what the root has', () => {
  const trie = new PathTrie<number>();
  trie.set('/', 1);
  expect(trie.deepest('')).toBe(1);
});
