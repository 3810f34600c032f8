import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** @param {string} path relative to the root */
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/**
 * Reads the layering from where `turbo boundaries` reads it: the tag in a package's turbo.json says on which floor the
 * package lives, and the root's turbo.json says which floors lie below that one.
 */
function readWorkspace() {
  const rules = readJson('turbo.json').boundaries.tags;
  const packages = globSync('{packages,apps,tooling}/*/turbo.json', { cwd: root }).map((path) => {
    const folder = dirname(path).replaceAll('\\', '/');
    return { folder, name: readJson(`${folder}/package.json`).name, tags: readJson(path).tags ?? [] };
  });
  const mayImport = (from, to) =>
    from.tags.every((tag) => {
      const allowed = rules[tag]?.dependencies?.allow;
      return allowed === undefined || to.tags.some((other) => allowed.includes(other));
    });
  return packages.map((from) => ({
    ...from,
    below: packages.filter((to) => to !== from && mayImport(from, to)).map((to) => to.name),
  }));
}

const workspace = readWorkspace();

/** The globs of the packages with a tag, for rules that hold on one floor only. */
export const foldersTagged = (...tags) =>
  workspace.filter((one) => one.tags.some((tag) => tags.includes(tag))).map((one) => one.folder);

const insideOnly = {
  group: ['@zookit/*/**'],
  message: "Import a package by its name: what its index doesn't export is its own affair.",
};

/** The `no-restricted-imports` patterns of each package: its imports point down. */
export const layers = workspace.map(({ folder, name, below }) => ({
  folder,
  patterns: [
    insideOnly,
    {
      group: ['@zookit/*', ...below.map((one) => `!${one}`)],
      message: `${name} may import what lies below it only: turbo.json, "boundaries", says what that is.`,
    },
  ],
}));
