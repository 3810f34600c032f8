import { keepFirst, keepSome, keepUnsynced, loseUnsynced, SimulatedDisk, type CrashPolicy } from '@zookit/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf, type Outcome } from './support/outcome.ts';
import { RegisterServer } from './support/register-server.ts';

/** What a server is told to do. */
type Step =
  | { readonly kind: 'append'; readonly path: string; readonly text: string }
  | { readonly kind: 'sync' | 'roll' | 'snapshot' | 'purge' };

/** What a crash leaves: as the process alone dies, nothing that wasn't forced, a cut at some byte, or some sectors. */
type Loss =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'cut'; readonly share: number }
  | { readonly kind: 'sectors'; readonly seed: number };

const text = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme-ascii' }),
  fc.nat(1500).map((length) => 'x'.repeat(length)),
  fc.nat(1500).map((length) => '\0'.repeat(length)),
);
const append = fc.record({ kind: fc.constant('append' as const), path: fc.constantFrom('/a', '/b', '/c'), text });
const other = fc.constantFrom('sync', 'sync', 'roll', 'snapshot', 'purge').map((kind) => ({ kind }));
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 2, arbitrary: append }, { weight: 1, arbitrary: other }),
  {
    maxLength: 30,
  },
);
const losses: fc.Arbitrary<Loss> = fc.oneof(
  fc.constant({ kind: 'nothing' as const }),
  fc.constant({ kind: 'everything' as const }),
  fc.record({ kind: fc.constant('cut' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('sectors' as const), seed: fc.nat(0x7fff_ffff) }),
);

/** Numbers from 0 up to 1: Lehmer's generator. */
function randomOf(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function policyOf(loss: Loss, disk: SimulatedDisk): CrashPolicy {
  if (loss.kind === 'nothing') return keepUnsynced;
  if (loss.kind === 'everything') return loseUnsynced;
  if (loss.kind === 'cut') return keepFirst(Math.round(loss.share * disk.unsyncedBytes));
  return keepSome(randomOf(loss.seed));
}

async function perform(server: RegisterServer, step: Step): Promise<void> {
  if (step.kind === 'append') server.append(step.path, step.text);
  else if (step.kind === 'sync') await server.sync();
  else if (step.kind === 'roll') server.log.roll();
  else if (step.kind === 'snapshot') await server.snapshot();
  else await server.directory.purge(3);
}

/** Does the steps, and then begins to write what was appended, but never hears that it is forced. */
async function interrupted(server: RegisterServer, disk: SimulatedDisk, round: readonly Step[]): Promise<void> {
  for (const step of round) await perform(server, step);
  disk.holdSyncs();
  server.log.sync().catch(() => undefined);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Everything acknowledged is there, and nothing but what was written; in doubt, a refusal. */
function check(outcome: Outcome, server: RegisterServer, mayRefuse: boolean): void {
  if (outcome.kind === 'recovered') {
    expect(outcome.lastZxid).toBeGreaterThanOrEqual(server.acknowledged);
    expect(outcome.lastZxid).toBeLessThanOrEqual(server.lastZxid);
  } else {
    expect(outcome).toMatchObject({ kind: mayRefuse ? 'refused' : 'recovered' });
  }
}

test(
  'whatever a crash leaves, nothing acknowledged is lost and nothing is invented',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, losses), { minLength: 1, maxLength: 4 }), async (rounds) => {
        let disk = new SimulatedDisk();
        let server = await RegisterServer.start(disk);
        for (const [round, loss] of rounds) {
          await interrupted(server, disk, round);
          const crashed = disk.crash(policyOf(loss, disk));
          const outcome = await outcomeOf(crashed.crash(keepUnsynced), server.history);
          check(outcome, server, loss.kind === 'sectors');
          if (outcome.kind !== 'recovered') return;
          disk = crashed;
          server = await RegisterServer.start(disk, server.history);
        }
      }),
      { numRuns: 1000 },
    );
  },
);

/** A server with one batch of three records that is written and not forced, into a log that exists or not. */
async function withBatchInFlight(isNewFile: boolean): Promise<[SimulatedDisk, RegisterServer]> {
  const disk = new SimulatedDisk();
  const server = await RegisterServer.start(disk, [], 4096);
  server.append('/a', 'one');
  await server.sync();
  if (isNewFile) server.log.roll();
  for (const length of [10, 700, 30]) server.append('/b', 'y'.repeat(length));
  await interrupted(server, disk, []);
  return [disk, server];
}

test.for([false, true])(
  'a log cut at any byte of a write is recovered up to there (new file: %s)',
  async (isNewFile) => {
    const [disk, server] = await withBatchInFlight(isNewFile);
    const reached = new Set<bigint>();
    for (let count = 0; count <= disk.unsyncedBytes; count++) {
      const outcome = await outcomeOf(disk.crash(keepFirst(count)), server.history);
      check(outcome, server, false);
      if (outcome.kind === 'recovered') reached.add(outcome.lastZxid);
    }
    expect([...reached]).toEqual([1n, 2n, 3n, 4n]);
  },
);

test.for([false, true])('any sectors of a write may be lost (new file: %s)', async (isNewFile) => {
  const [disk, server] = await withBatchInFlight(isNewFile);
  // The first ones each for itself, those behind, zeros ahead of the batch, all alike.
  const last = 9;
  for (let kept = 0; kept < 2 ** (last + 1); kept++) {
    let index = 0;
    const crashed = disk.crash((piece) => {
      const isKept = ((kept >> Math.min(index++, last)) & 1) === 1;
      return isKept ? piece.length : undefined;
    });
    check(await outcomeOf(crashed, server.history), server, true);
  }
});

test('a crash at any moment of a start is no different', async () => {
  const [before, server] = await withBatchInFlight(false);
  for (let cut = 0; cut <= before.unsyncedBytes; cut += 37) {
    for (let calls = 0; ; calls++) {
      const disk = before.crash(keepFirst(cut));
      let left = calls;
      disk.fault = () => (left-- > 0 ? undefined : { error: new Error('the power is gone') });
      const isDone = await RegisterServer.start(disk, server.history).then(
        () => true,
        () => false,
      );
      for (const policy of [loseUnsynced, keepUnsynced, keepFirst(20)]) {
        check(await outcomeOf(disk.crash(policy), server.history), server, false);
      }
      if (isDone) break;
    }
  }
});

test('what a start does to the end of a log is on disk before a new one begins', async () => {
  const [before, server] = await withBatchInFlight(false);
  for (let cut = 0; cut <= before.unsyncedBytes; cut++) {
    const disk = before.crash(keepFirst(cut));
    const again = await RegisterServer.start(disk, server.history);
    again.append('/new', 'text');
    await again.sync();
    const outcome = await outcomeOf(disk.crash(loseUnsynced), again.history);
    expect(outcome).toEqual({ kind: 'recovered', lastZxid: again.acknowledged });
  }
});

test('a crash at any byte of a snapshot leaves the one before it', async () => {
  for (const compression of ['none', 'gz', 'snappy'] as const) {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk);
    for (const path of ['/a', '/b', '/c']) server.append(path, 'text');
    await server.sync();
    disk.holdSyncs();
    const taken = server.snapshot(compression);
    taken.catch(() => undefined);
    await expect.poll(() => disk.unsyncedBytes).toBeGreaterThan(100);
    for (let count = 0; count <= disk.unsyncedBytes; count += 3) {
      expect(await outcomeOf(disk.crash(keepFirst(count)), server.history)).toEqual({
        kind: 'recovered',
        lastZxid: 3n,
      });
    }
    disk.releaseSyncs();
    await taken;
    expect(await outcomeOf(disk.crash(loseUnsynced), server.history)).toEqual({ kind: 'recovered', lastZxid: 3n });
    expect(disk.crash(loseUnsynced).paths.filter((path) => path.includes('snapshot.3'))).toHaveLength(1);
  }
});
