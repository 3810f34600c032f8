import { expect, test } from 'vitest';
import type { Znode } from '../src/znode.ts';
import { Workbench } from './support/workbench.ts';

const SYSTEM = 4;

/** A tree with these znodes, and a walk that has passed those that are in every tree. */
function walkOver(paths: readonly string[]) {
  const bench = new Workbench();
  for (const path of paths) bench.create(path);
  const { nodes } = bench.tree;
  const walk = nodes.walk();
  for (let count = 0; count < SYSTEM; count++) walk.next();
  const remove = (path: string) => bench.write('delete', { path, version: -1 });
  const rest = () => pathsFrom(() => walk.next());
  return { bench, nodes, walk, remove, rest };
}

function pathsFrom(next: () => Znode | undefined): string[] {
  const paths: string[] = [];
  for (let node = next(); node !== undefined; node = next()) paths.push(node.path);
  return paths;
}

test('a walk meets each znode behind its parent and before its younger siblings', () => {
  const { rest } = walkOver(['/b', '/a', '/b/y', '/b/x', '/b/y/z']);
  expect(rest()).toEqual(['/b', '/b/y', '/b/y/z', '/b/x', '/a']);
});

test('a walk passes over what goes before its turn, whichever is next', () => {
  const { walk, remove, rest } = walkOver(['/a', '/a/b', '/a/c', '/d']);
  expect(walk.next()!.path).toBe('/a');
  for (const path of ['/a/b', '/a/c', '/a']) remove(path);
  expect(rest()).toEqual(['/d']);
});

test('a walk goes on when what it met last has gone, or is all that there was', () => {
  const { walk, remove, rest } = walkOver(['/a', '/a/b', '/c']);
  walk.next();
  expect(walk.next()!.path).toBe('/a/b');
  for (const path of ['/a/b', '/a', '/c']) remove(path);
  expect(rest()).toEqual([]);
});

test('a walk leaves out what came after its beginning, with all that is below', () => {
  const { bench, walk, remove, rest } = walkOver(['/a', '/a/b', '/c']);
  walk.next();
  remove('/a/b');
  for (const path of ['/a/b', '/a/b/x', '/a/d', '/e', '/c/f']) bench.create(path);
  expect(rest()).toEqual(['/c']);
});

test('several walks do not mind one another, nor one that was ended', () => {
  const { nodes, walk, remove, rest } = walkOver(['/a', '/b', '/c']);
  const [other, ended] = [nodes.walk(), nodes.walk()];
  expect(walk.next()!.path).toBe('/a');
  nodes.endWalk(ended);
  nodes.endWalk(ended);
  for (const path of ['/a', '/b']) remove(path);
  expect(pathsFrom(() => other.next()).slice(SYSTEM)).toEqual(['/c']);
  expect(rest()).toEqual(['/c']);
});
