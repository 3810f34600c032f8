import { BadArgumentsError } from './errors.ts';

/** `.` or `..` as a whole name, anywhere in a path. */
const RELATIVE_NAME = /\/\.\.?(?:\/|$)/;

/** Why `path` can't name a znode, or undefined if it can. Source: `PathUtils.validatePath`. */
export function validatePath(path: string): string | undefined {
  if (path.length === 0) return 'is empty';
  if (!path.startsWith('/')) return 'does not start with "/"';
  if (path.length === 1) return undefined;
  if (path.endsWith('/')) return 'ends with "/"';
  if (path.includes('//')) return 'contains an empty name';
  if (RELATIVE_NAME.test(path)) return 'contains a relative name';
  const index = indexOfForbidden(path);
  if (index < 0) return undefined;
  return `contains the forbidden character U+${hexadecimal(path.charCodeAt(index))} at ${String(index)}`;
}

/** Throws {@link BadArgumentsError}, with the reason as its cause, if `path` can't name a znode. */
export function assertPath(path: string): void {
  const reason = validatePath(path);
  if (reason !== undefined) throw new BadArgumentsError(path, { cause: `path ${reason}` });
}

/** What is before the last `/`, or `/` if that is nothing. Takes unvalidated paths: a server looks the parent up first. */
export function parentPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** What is after the last `/`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function indexOfForbidden(path: string): number {
  for (let index = 0; index < path.length; index++) {
    if (isForbidden(path.charCodeAt(index))) return index;
  }
  return -1;
}

/** Control characters, surrogates (so everything above U+FFFF), the private use area, and specials. */
function isForbidden(unit: number): boolean {
  if (unit < 0x7f) return unit < 0x20;
  return unit <= 0x9f || (unit >= 0xd800 && unit <= 0xf8ff) || unit >= 0xfff0;
}

function hexadecimal(unit: number): string {
  return unit.toString(16).toUpperCase().padStart(4, '0');
}
