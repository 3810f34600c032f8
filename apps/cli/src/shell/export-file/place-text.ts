import type { Problem } from './entry-schema.ts';

/** A problem with a value of a file, as a sentence: `znodes[3].acl[0] must be …`. */
export function problemText({ keys, message }: Problem, above: readonly (string | number)[] = []): string {
  const place = [...above, ...keys].map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return place === '' ? `the file ${message}` : `${place.replace(/^\./u, '')} ${message}`;
}
