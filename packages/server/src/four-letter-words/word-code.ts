import { fourLetterWords } from './words.ts';

/** What a telnet client sends when its user interrupts it: a wish to close the connection. */
export const TELNET_CLOSE = 'telnet close';

const TELNET_CLOSE_CODE = 0xfff4fffd;

const names: ReadonlyMap<number, string> = new Map([
  ...Array.from(fourLetterWords.keys(), (name): [number, string] => [codeOf(name), name]),
  [TELNET_CLOSE_CODE, TELNET_CLOSE],
]);

/** The word that four bytes make, given as a big-endian integer, signed or not; undefined when they make none. */
export function fourLetterWordOf(firstBytes: number): string | undefined {
  return names.get(firstBytes >>> 0);
}

function codeOf(name: string): number {
  return Buffer.from(name, 'latin1').readUInt32BE();
}
