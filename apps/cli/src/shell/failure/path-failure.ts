import { ShellError } from './shell-error.ts';

const FORBIDDEN = /[\p{Cc}\uD800-\uF8FF\uFFF0-\uFFFF]/u;

/**
 * Throws {@link ShellError} if `path` can't name a znode: with Apache's words, then what was probably meant.
 * Source: `PathUtils.validatePath`.
 */
export function checkPath(path: string): void {
  const problem = problemOf(path);
  if (problem === undefined) return;
  const meant = likelyPath(path);
  throw new ShellError(problemOf(meant) === undefined ? `${problem}\nDid you mean ${meant}?` : problem);
}

function problemOf(path: string): string | undefined {
  if (path === '') return 'Path length must be > 0';
  if (!path.startsWith('/')) return 'Path must start with / character';
  if (path === '/') return undefined;
  if (path.endsWith('/')) return 'Path must not end with / character';
  const found = firstProblem(path);
  return found && `Invalid path string "${path}" caused by ${found.reason} @${found.index}`;
}

function firstProblem(path: string): { readonly reason: string; readonly index: number } | undefined {
  const problems = [
    { reason: 'empty node name specified', index: indexBehind(path, /\/(?=\/)/u) },
    { reason: 'relative paths not allowed', index: indexBehind(path, /\/\.{0,1}(?=\.(?:\/|$))/u) },
    { reason: 'null character not allowed', index: path.indexOf('\0') },
    { reason: 'invalid character', index: path.split('').findIndex((unit) => FORBIDDEN.test(unit)) },
  ];
  return problems.filter(({ index }) => index >= 0).sort((one, other) => one.index - other.index)[0];
}

/** Where what follows the match stands, or -1. */
function indexBehind(path: string, pattern: RegExp): number {
  const match = pattern.exec(path);
  return match === null ? -1 : match.index + match[0].length;
}

/** Made absolute, without empty and relative names. */
function likelyPath(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
