import { readFileSync } from 'node:fs';

/** One transaction of `test/golden/apache-3.8.0-log.txt`. */
export interface LoggedTxn {
  readonly zxid: bigint;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The lines of a golden file, without its remarks. */
function linesOf(name: string): string[] {
  const text = readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** What Apache's server logged, in order. */
export function apacheLog(): LoggedTxn[] {
  return linesOf('apache-3.8.0-log.txt').map((line) => {
    const [zxid, name, hex] = line.split(' ');
    return { zxid: BigInt(zxid!), name: name!, bytes: Buffer.from(hex!, 'hex') };
  });
}

/** The tree that came of it: a line for each znode. */
export function apacheTree(): string[] {
  return linesOf('apache-3.8.0-tree.txt');
}

/** The sections of one of its snapshots: `0` or `2e`. */
export function apacheSnapshot(zxid: string): Uint8Array {
  const hex = linesOf(`apache-3.8.0-snapshot.${zxid}.txt`).map((line) => line.split(' ')[1]!);
  return Buffer.from(hex.join(''), 'hex');
}
