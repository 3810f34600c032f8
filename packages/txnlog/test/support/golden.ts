import { readFileSync } from 'node:fs';

/** The lines of a golden file, without its remarks. */
function linesOf(name: string): string[] {
  const text = readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** A file that Apache's server wrote; of a log, without the zeros at its end. */
export function apacheFile(name: string): Uint8Array {
  return Buffer.from(linesOf(`${name}.hex`).join(''), 'hex');
}

/** A log that Apache's server wrote, as long as it was: preallocated in steps of 64 KiB. */
export function apacheLog(name: string): Uint8Array {
  const log = new Uint8Array(16 + 65_536);
  log.set(apacheFile(name));
  return log;
}

/** A line for each record of those logs. */
export function apacheRecords(name: string): string[] {
  return linesOf(name);
}

/** A line for each session and znode of the snapshots that Apache's server took of its last state. */
export function apacheTree(): string[] {
  return linesOf('snapshot.39.txt').sort();
}
