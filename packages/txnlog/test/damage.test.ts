import { keepUnsynced, SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { contentEndOf, cutAtEachByte, damageAtEachByte, masksOf } from './properties/damage.ts';
import { outcomeOf, type Outcome } from './support/outcome.ts';
import { LOG_DIRECTORY, RegisterServer, SNAPSHOT_DIRECTORY } from './support/register-server.ts';
import type { SetText } from './support/registers.ts';

const MARK = `${LOG_DIRECTORY}/durableZxid`;

interface Stopped {
  readonly disk: SimulatedDisk;
  readonly history: readonly SetText[];
  readonly lastZxid: bigint;
}

/** Three logs and two snapshots, with records that are short, full of zeros, and longer than a sector. */
async function stopped(compression: 'none' | 'gz' | 'snappy' = 'none'): Promise<Stopped> {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk, [], 4096);
  const write = async (path: string, text: string): Promise<void> => {
    server.append(path, text);
    await server.sync();
  };
  await write('/a', 'one');
  await write('/b', 'two');
  await server.snapshot(compression);
  await write('/a', '\0'.repeat(40));
  await write('/c', 'x'.repeat(700));
  server.append('/d', 'in one');
  server.append('/e', 'batch');
  await server.sync();
  server.log.roll();
  await write('/a', '');
  await write('/f', '\0'.repeat(1200));
  await write('/a', 'last');
  await server.stop();
  return { disk, history: server.history, lastZxid: server.acknowledged };
}

function copyOf(disk: SimulatedDisk): SimulatedDisk {
  return disk.crash(keepUnsynced);
}

/** What comes of a start when the bytes of one file are others. */
async function outcomeWith({ disk, history }: Stopped, path: string, bytes: Uint8Array): Promise<Outcome> {
  const damaged = copyOf(disk);
  damaged.writeFile(path, bytes);
  return outcomeOf(damaged, history);
}

/** Says which outcomes are neither everything that was acknowledged nor a refusal. */
function unacceptable(outcomes: ReadonlyMap<string, Outcome>, { lastZxid }: Stopped): string[] {
  return [...outcomes].flatMap(([what, outcome]) => {
    if (outcome.kind === 'refused') return [];
    if (outcome.kind === 'wrong') return [`${what}: ${outcome.message}`];
    return outcome.lastZxid === lastZxid ? [] : [`${what}: ends at ${outcome.lastZxid}`];
  });
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= mask;
  return copy;
}

/** All offsets of the content, and some of the zeros behind it. */
function offsetsOf(bytes: Uint8Array): number[] {
  const contentEnd = contentEndOf(bytes);
  const offsets = Array.from({ length: contentEnd }, (_, at) => at);
  const behind = [0, 1, 3, 4, 7, 8, 11, 12, 13, 500, 511].map((ahead) => contentEnd + ahead);
  return [...offsets, ...behind, bytes.length - 1].filter((at) => at < bytes.length);
}

/** Flips each byte in turn. The bits: the lowest, the highest, all, and those that make it zero. */
async function flips(state: Stopped, path: string): Promise<Map<string, Outcome>> {
  const bytes = state.disk.readFile(path);
  const outcomes = new Map<string, Outcome>();
  for (const at of offsetsOf(bytes)) {
    for (const mask of masksOf(bytes[at]!, 0x01, 0x80, 0xff)) {
      outcomes.set(`${path} ${at} ^ ${mask}`, await outcomeWith(state, path, flipped(bytes, at, mask)));
    }
  }
  return outcomes;
}

let clean: Stopped;
/**
 * As Apache's server leaves it, or one that is killed: nothing says how far the log went. All logs are needed, since there
 * is no snapshot but that of the empty tree.
 */
let unmarked: Stopped;

beforeAll(async () => {
  clean = await stopped();
  const disk = copyOf(clean.disk);
  await disk.remove(MARK);
  await disk.remove(`${SNAPSHOT_DIRECTORY}/snapshot.2`);
  unmarked = { ...clean, disk };
});

test('what was written is recovered', async () => {
  expect(clean.disk.paths).toEqual([
    `${SNAPSHOT_DIRECTORY}/snapshot.0`,
    `${SNAPSHOT_DIRECTORY}/snapshot.2`,
    MARK,
    `${LOG_DIRECTORY}/log.1`,
    `${LOG_DIRECTORY}/log.3`,
    `${LOG_DIRECTORY}/log.7`,
  ]);
  expect(await outcomeOf(copyOf(clean.disk), clean.history)).toEqual({ kind: 'recovered', lastZxid: 9n });
  expect(await outcomeOf(copyOf(unmarked.disk), clean.history)).toEqual({ kind: 'recovered', lastZxid: 9n });
});

test.for(['log.1', 'log.3', 'log.7'])('no changed byte of %s loses anything in silence', async (name) => {
  expect(await outcomeOf(copyOf(unmarked.disk), clean.history)).toEqual({ kind: 'recovered', lastZxid: 9n });
  const outcomes = await flips(unmarked, `${LOG_DIRECTORY}/${name}`);
  expect(unacceptable(outcomes, clean)).toEqual([]);
  // Only a byte of the zeros far behind, or an end mark that became zero, does no harm.
  const refused = [...outcomes.values()].filter(({ kind }) => kind === 'refused').length;
  expect(refused).toBeGreaterThan(0.98 * outcomes.size);
});

test.for(['none', 'gz', 'snappy'] as const)(
  'no changed byte of a snapshot (%s) gives a wrong tree',
  async (compression) => {
    const state = await stopped(compression);
    for (const path of state.disk.paths.filter((one) => one.includes('snapshot.2'))) {
      const outcomes = await flips(state, path);
      expect(outcomes.size).toBeGreaterThan(300);
      expect([...outcomes.values()].filter(({ kind }) => kind === 'refused')).toEqual([]);
      expect(unacceptable(outcomes, state)).toEqual([]);
    }
  },
);

test('no changed byte of the only snapshot gives a wrong tree', async () => {
  const disk = copyOf(clean.disk);
  await disk.remove(`${SNAPSHOT_DIRECTORY}/snapshot.0`);
  const outcomes = await flips({ ...clean, disk }, `${SNAPSHOT_DIRECTORY}/snapshot.2`);
  expect(unacceptable(outcomes, clean)).toEqual([]);
});

test('no changed byte of the mark does harm', async () => {
  const outcomes = await flips(clean, MARK);
  expect([...outcomes.values()]).toEqual(Array(outcomes.size).fill({ kind: 'recovered', lastZxid: 9n }));
});

test('no truncated file loses anything in silence', async () => {
  const outcomes = new Map<string, Outcome>();
  for (const path of clean.disk.paths) {
    const bytes = clean.disk.readFile(path);
    for (const at of offsetsOf(bytes)) {
      outcomes.set(`${path} up to ${at}`, await outcomeWith(clean, path, bytes.subarray(0, at)));
    }
  }
  expect(unacceptable(outcomes, clean)).toEqual([]);
});

test('no sector of zeros loses anything in silence', async () => {
  const outcomes = new Map<string, Outcome>();
  for (const path of clean.disk.paths) {
    const bytes = clean.disk.readFile(path);
    for (let at = 0; at < bytes.length; at += 512) {
      const damaged = bytes.slice();
      damaged.fill(0, at, at + 512);
      outcomes.set(`${path} zeros at ${at}`, await outcomeWith(clean, path, damaged));
    }
  }
  expect(unacceptable(outcomes, clean)).toEqual([]);
});

test('no missing file loses anything in silence', async () => {
  const outcomes = new Map<string, Outcome>();
  for (const path of clean.disk.paths) {
    const disk = copyOf(clean.disk);
    await disk.remove(path);
    outcomes.set(`without ${path}`, await outcomeOf(disk, clean.history));
    disk.writeFile(path, new Uint8Array(0));
    outcomes.set(`empty ${path}`, await outcomeOf(disk, clean.history));
  }
  expect(unacceptable(outcomes, clean)).toEqual([]);
});

test('no log that bears the name of another loses anything in silence', async () => {
  const outcomes = new Map<string, Outcome>();
  const logs = clean.disk.paths.filter((path) => path.includes('/log.'));
  for (const from of logs) {
    for (const to of [...logs, `${LOG_DIRECTORY}/log.4`, `${LOG_DIRECTORY}/log.8`, `${LOG_DIRECTORY}/log.20`]) {
      const disk = copyOf(clean.disk);
      if (from !== to) await disk.rename(from, to);
      outcomes.set(`${from} as ${to}`, await outcomeOf(disk, clean.history));
    }
  }
  expect(unacceptable(outcomes, clean)).toEqual([]);
});

test('no changed byte behind any history loses anything in silence', { timeout: 120_000 }, async () => {
  await fc.assert(damageAtEachByte(), { numRuns: 5 });
});

test('no file that is cut behind any history loses anything in silence', { timeout: 120_000 }, async () => {
  await fc.assert(cutAtEachByte(), { numRuns: 10 });
});
