import { ConfigError } from './config-error.ts';
import type { Setting } from './setting.ts';

/** A line after continuations were joined, escapes still in place. */
interface LogicalLine {
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly number: number;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads the syntax of `java.util.Properties`: one setting per line that holds a key, in the order of the file, so that a
 * caller can tell a duplicate (the last one counts). Throws {@link ConfigError} on a malformed `\u` escape.
 */
export function parseProperties(text: string, fileName: string): Setting[] {
  return logicalLines(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).map((line) =>
    parseLine(line, `${fileName}:${line.number}`),
  );
}

function logicalLines(text: string): LogicalLine[] {
  const lines = text.split(/\r\n|\r|\n/u).map(withoutLeadingBlanks);
  const logical: LogicalLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    const first = lines[index]!;
    if (first === '' || first.startsWith('#') || first.startsWith('!')) continue;
    const number = index + 1;
    let joined = first;
    while (isContinued(joined)) joined = joined.slice(0, -1) + (lines[++index] ?? '');
    logical.push({ text: joined, number });
  }
  return logical;
}

/** Properties know three blanks: space, tab and form feed. */
function withoutLeadingBlanks(line: string): string {
  return line.replace(/^[ \t\f]+/u, '');
}

/** An odd number of backslashes at the end: the last one is not itself escaped. */
function isContinued(line: string): boolean {
  return /\\*$/u.exec(line)![0].length % 2 === 1;
}

function parseLine({ text }: LogicalLine, origin: string): Setting {
  const key = /^(?:\\.|[^\\=: \t\f])*/su.exec(text)![0];
  const value = text.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/u, '');
  return { key: unescape(key, origin).trim(), value: unescape(value, origin).trim(), origin };
}

const CONTROL_CHARACTERS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string, origin: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{0,4})|(.?))/gsu,
    (_, hex: string | undefined, character: string | undefined) => {
      if (hex === undefined) return CONTROL_CHARACTERS[character!] ?? character!;
      if (hex.length === 4) return String.fromCharCode(Number.parseInt(hex, 16));
      const message = `${origin}: \\u must be followed by four hexadecimal digits; write \\\\u for a backslash and a u.`;
      throw new ConfigError([{ origin, key: '', message }]);
    },
  );
}
