const LINE = /^\s*(?<key>(?:\\.|[^=:\s\\])+)\s*[=:\s]?\s*(?<value>.*)$/u;

/** Reads Java's properties: `key=value`, `key: value`, comments behind `#` or `!`, lines that go on behind a backslash. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const line of text.replace(/\\\r?\n\s*/gu, '').split(/\r?\n/u)) {
    if (/^\s*(?:[#!].*)?$/u.test(line)) continue;
    const { key = '', value = '' } = LINE.exec(line)?.groups ?? {};
    properties.set(unescape(key), unescape(value));
  }
  return properties;
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gu, (_, unit: string | undefined, letter: string) =>
    unit === undefined
      ? ({ t: '\t', n: '\n', r: '\r', f: '\f' }[letter] ?? letter)
      : String.fromCharCode(parseInt(unit, 16)),
  );
}
