import { readFileSync } from 'node:fs';

/** Where Apache's server ended a file: it makes logs longer in steps of 64 KiB. */
const PREALLOCATED_BYTES = 16 + 65_536;

/** A log that Apache ZooKeeper 3.8.0 wrote, with the zeros at its end. */
export function goldenLog(name: string): Buffer {
  return Buffer.concat([goldenSnapshot(name)], PREALLOCATED_BYTES);
}

/** A snapshot that Apache ZooKeeper 3.8.0 wrote. */
export function goldenSnapshot(name: string): Buffer {
  const lines = readFileSync(new URL(`golden/${name}.hex`, import.meta.url), 'utf8').split('\n');
  return Buffer.from(lines.filter((line) => !line.startsWith('#')).join(''), 'hex');
}

/** What Apache's tool of 3.9.5 prints of such a log or snapshot. */
export function goldenText(name: string): string {
  return `${(goldenJson(name) as string[]).join('\n')}\n`;
}

/** What a file of the folder holds. */
export function goldenJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));
}
