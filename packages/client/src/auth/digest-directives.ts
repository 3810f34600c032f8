import { SaslError } from './sasl-mechanism.ts';

/** One `name=value`, the value quoted or a token, up to the comma behind it. Source: RFC 2831, section 7.1. */
const DIRECTIVE = /[\s,]*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|([^\s",]+))\s*(?:,|$)/y;

/** Reads a list of directives. Of a name that occurs twice the first value counts. Throws {@link SaslError}. */
export function parseDirectives(text: string): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  const source = text.replace(/[\s,]+$/, '');
  DIRECTIVE.lastIndex = 0;
  while (DIRECTIVE.lastIndex < source.length) {
    const at = DIRECTIVE.lastIndex;
    const match = DIRECTIVE.exec(source);
    if (match === null) throw new SaslError(`the server's challenge can't be read at character ${String(at)}`);
    const [, name = '', quoted, token = ''] = match;
    const key = name.toLowerCase();
    if (!directives.has(key)) directives.set(key, quoted?.replace(/\\([^])/g, '$1') ?? token);
  }
  return directives;
}

/** Quotes a value. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
