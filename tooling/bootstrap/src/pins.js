import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The versions of the tools that everything runs on, from the files where pnpm and turbo look for them too.
 *
 * @param {string} folder the workspace's root
 */
export function readPins(folder = root) {
  const { packageManager } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const settings = readFileSync(join(folder, 'pnpm-workspace.yaml'), 'utf8');
  return {
    pnpm: firstGroup(/^pnpm@([\d.]+)/, packageManager, 'package.json: "packageManager"'),
    node: firstGroup(/^nodeVersion: *([\d.]+)/m, settings, 'pnpm-workspace.yaml: nodeVersion'),
  };
}

/**
 * @param {RegExp} pattern
 * @param {string} text
 * @param {string} place
 */
function firstGroup(pattern, text, place) {
  const version = pattern.exec(text)?.[1];
  if (version === undefined) throw new Error(`no version in ${place}`);
  return version;
}
