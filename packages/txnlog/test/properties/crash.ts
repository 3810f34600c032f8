import { keepFirst, keepSome, keepUnsynced, loseUnsynced, SimulatedDisk, type CrashPolicy } from '@zookit/testkit';
import fc from 'fast-check';
import { checkOutcome } from '../support/check-outcome.ts';
import { outcomeOf } from '../support/outcome.ts';
import { RegisterServer } from '../support/register-server.ts';
import { interrupted, nextTurn, perform, stepsUpTo } from './histories.ts';

/** What a crash leaves: as the process alone dies, nothing that wasn't forced, a cut at some byte, or some sectors. */
type Loss =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'cut'; readonly share: number }
  | { readonly kind: 'sectors'; readonly seed: number };

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

/** Servers that follow one another on a disk, each ended by a crash that leaves something. */
export function crashesInARow(): fc.IAsyncProperty<unknown> {
  const rounds = fc.array(fc.tuple(stepsUpTo(30), losses), { minLength: 1, maxLength: 4 });
  return fc.asyncProperty(rounds, async (all) => {
    let disk = new SimulatedDisk();
    let server = await RegisterServer.start(disk);
    for (const [steps, loss] of all) {
      await interrupted(server, disk, steps);
      const crashed = disk.crash(policyOf(loss, disk));
      const outcome = await outcomeOf(crashed.crash(keepUnsynced), server.history);
      checkOutcome(outcome, server, loss.kind === 'sectors');
      if (outcome.kind !== 'recovered') return;
      disk = crashed;
      server = await RegisterServer.start(disk, server.history);
    }
  });
}

/** A crash at each byte of the write behind some history. */
export function crashAtEachByteOfAWrite(): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(stepsUpTo(12), async (steps) => {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk, [], 4096);
    await interrupted(server, disk, steps);
    for (let count = 0; count <= disk.unsyncedBytes; count++) {
      checkOutcome(await outcomeOf(disk.crash(keepFirst(count)), server.history), server, false, `byte ${count}`);
    }
  });
}

/** A crash at each byte of the snapshot behind some history. */
export function crashAtEachByteOfASnapshot(): fc.IAsyncProperty<unknown> {
  const compressions = fc.constantFrom('none', 'gz', 'snappy');
  return fc.asyncProperty(stepsUpTo(12), compressions, async (steps, compression) => {
    const disk = new SimulatedDisk();
    const server = await RegisterServer.start(disk, [], 4096);
    for (const step of steps) await perform(server, step);
    await server.sync();
    disk.holdSyncs();
    const snapshot = server.snapshot(compression);
    while (!disk.isWaitedFor) await nextTurn();
    for (let count = 0; count <= disk.unsyncedBytes; count++) {
      checkOutcome(await outcomeOf(disk.crash(keepFirst(count)), server.history), server, false, `byte ${count}`);
    }
    disk.releaseSyncs();
    await snapshot;
    checkOutcome(await outcomeOf(disk.crash(loseUnsynced), server.history), server, false);
  });
}
