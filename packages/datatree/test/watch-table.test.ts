import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TestClient } from './support/client.ts';
import { PathHasher } from '../src/path-hasher.ts';
import { WatchMode } from '../src/watch-modes.ts';
import { WatchTable } from '../src/watch-table.ts';

const { STANDARD, PERSISTENT, PERSISTENT_RECURSIVE } = WatchMode;

/** The table written down as plainly as can be: a list of triples. */
class ModelTable {
  entries: { path: string; client: number; mode: number }[] = [];

  add(path: string, client: number, mode: number): void {
    if (!this.has(path, client, mode)) this.entries.push({ path, client, mode });
  }

  has(path: string, client: number, modes: number): boolean {
    return this.entries.some((entry) => entry.path === path && entry.client === client && (entry.mode & modes) !== 0);
  }

  remove(path: string, client: number, modes: number): boolean {
    const had = this.has(path, client, modes);
    this.entries = this.entries.filter(
      (entry) => !(entry.path === path && entry.client === client && (entry.mode & modes) !== 0),
    );
    return had;
  }

  removeWatcher(client: number): void {
    this.entries = this.entries.filter((entry) => entry.client !== client);
  }

  trigger(path: string): Set<number> {
    const told = this.entries.filter((entry) => {
      const isAbove = entry.path === '/' || (entry.path.startsWith('/') && path.startsWith(`${entry.path}/`));
      return entry.path === path || (isAbove && entry.mode === PERSISTENT_RECURSIVE);
    });
    this.entries = this.entries.filter((entry) => !(entry.path === path && entry.mode === STANDARD));
    return new Set(told.map(({ client }) => client));
  }

  get pairs(): Set<string> {
    return new Set(this.entries.map(({ path, client }) => `${client} ${path}`));
  }
}

const changed = fc.constantFrom('/', '/a', '/a/b', '/a/b/c', '/ab', '/b', '/a/c', '/a/', '//');
/** What is watched may also be no path: nothing lies below that. */
const path = fc.oneof(changed, fc.constantFrom('', 'a', 'xa'));
const client = fc.nat(3);
const mode = fc.constantFrom(STANDARD, PERSISTENT, PERSISTENT_RECURSIVE);
const modes = fc.nat(7);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('add' as const), path, client, mode) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('trigger' as const), changed) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('remove' as const), path, client, modes) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('close' as const), client) },
);

test('any history of watches is as the list of all of them says', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const table = new WatchTable(new PathHasher(0));
      const model = new ModelTable();
      const clients = [0, 1, 2, 3].map((number) => new TestClient(BigInt(number)));
      const indexOf = (watcher: unknown): number => clients.indexOf(watcher as TestClient);
      for (const one of steps) {
        if (one[0] === 'add') {
          table.add(one[1], clients[one[2]]!, one[3]);
          model.add(one[1], one[2], one[3]);
        } else if (one[0] === 'trigger') {
          const told = table.trigger(one[1]).map(indexOf);
          expect(new Set(told)).toEqual(model.trigger(one[1]));
          expect(told).toHaveLength(new Set(told).size);
        } else if (one[0] === 'remove') {
          expect(table.has(one[1], clients[one[2]]!, one[3])).toBe(model.has(one[1], one[2], one[3]));
          expect(table.remove(one[1], clients[one[2]]!, one[3])).toBe(model.remove(one[1], one[2], one[3]));
        } else {
          table.removeWatcher(clients[one[1]]!);
          model.removeWatcher(one[1]);
        }
        const pairs = [...table.byPath()].flatMap(([watched, watchers]) =>
          [...watchers].map((watcher) => `${indexOf(watcher)} ${watched}`),
        );
        const samePairs = [...table.byWatcher()].flatMap(([watcher, paths]) =>
          [...paths].map((watched) => `${indexOf(watcher)} ${watched}`),
        );
        expect(new Set(pairs)).toEqual(model.pairs);
        expect(new Set(samePairs)).toEqual(model.pairs);
        expect([table.size, pairs.length, samePairs.length]).toEqual(Array(3).fill(model.pairs.size));
        expect(table.pathCount).toBe(new Set(model.entries.map((entry) => entry.path)).size);
        const recursive = model.entries.filter(
          (entry) => entry.mode === PERSISTENT_RECURSIVE && entry.path.startsWith('/'),
        );
        expect(table.recursivePathCount).toBe(new Set(recursive.map((entry) => entry.path)).size);
        const lengths = [...model.pairs].map((pair) => pair.slice(2).length + 176);
        const recursiveCount = model.entries.filter((entry) => entry.mode === PERSISTENT_RECURSIVE).length;
        expect(table.bytes).toBe(lengths.reduce((sum, length) => sum + length, 270 * recursiveCount));
        expect(table.watcherCount).toBe(new Set(model.entries.map((entry) => entry.client)).size);
      }
    }),
    { numRuns: 200 },
  );
});
