import assert from 'node:assert/strict';
import { keepUnsynced, SimulatedDisk } from '@zookit/testkit';
import fc from 'fast-check';
import { checkOutcome } from '../support/check-outcome.ts';
import { outcomeOf } from '../support/outcome.ts';
import { LOG_DIRECTORY, RegisterServer } from '../support/register-server.ts';
import { perform, stepsUpTo } from './histories.ts';

/** Which file is damaged, of those in the order of their names: 0 for the first, just under 1 for the last. */
const shares = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const masks = fc.integer({ min: 1, max: 255 });

const ZEROS_BEHIND = 16;

/** Where the content ends, and zeros begin. */
export function contentEndOf(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte !== 0) + 1;
}

/** The bits to flip in a byte: those that are asked for, and those that make it zero, or the end mark of a record. */
export function masksOf(byte: number, ...more: number[]): number[] {
  return [...new Set([...more, byte, byte ^ 0x42])].filter((mask) => mask !== 0);
}

/** A server that stopped behind some history. */
async function stoppedAfter(disk: SimulatedDisk, steps: Parameters<typeof perform>[1][]): Promise<RegisterServer> {
  const server = await RegisterServer.start(disk, [], 4096);
  for (const step of steps) await perform(server, step);
  await server.sync();
  await server.stop();
  return server;
}

/**
 * One log or snapshot behind some history, each byte changed in turn, and some of the zeros behind: the right state, or a
 * refusal. Also where no mark says how far the log was on disk, as Apache's server leaves it.
 */
export function damageAtEachByte(): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(stepsUpTo(12), shares, masks, fc.boolean(), async (steps, share, mask, isMarked) => {
    const disk = new SimulatedDisk();
    const { history, lastZxid } = await stoppedAfter(disk, steps);
    if (!isMarked) await disk.remove(`${LOG_DIRECTORY}/durableZxid`);
    const paths = disk.paths.filter((path) => /\/(?:log|snapshot)\./u.test(path));
    const path = paths[Math.floor(share * paths.length)];
    assert(path !== undefined);
    const whole = disk.readFile(path);
    for (let at = 0; at < Math.min(contentEndOf(whole) + ZEROS_BEHIND, whole.length); at++) {
      for (const flipped of masksOf(whole[at]!, mask)) {
        const damaged = disk.crash(keepUnsynced);
        const bytes = whole.slice();
        bytes[at]! ^= flipped;
        damaged.writeFile(path, bytes);
        const outcome = await outcomeOf(damaged, history);
        checkOutcome(outcome, { acknowledged: lastZxid, lastZxid }, true, `${path} ${at} ^ ${flipped}`);
      }
    }
  });
}

/** One file behind some history, cut at each byte: the right state, or a refusal. */
export function cutAtEachByte(): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(stepsUpTo(12), shares, async (steps, share) => {
    const disk = new SimulatedDisk();
    const { history, lastZxid } = await stoppedAfter(disk, steps);
    const path = disk.paths[Math.floor(share * disk.paths.length)];
    assert(path !== undefined);
    const whole = disk.readFile(path);
    for (let length = 0; length < contentEndOf(whole); length++) {
      const damaged = disk.crash(keepUnsynced);
      damaged.writeFile(path, whole.subarray(0, length));
      const outcome = await outcomeOf(damaged, history);
      checkOutcome(outcome, { acknowledged: lastZxid, lastZxid }, true, `${path} up to ${length}`);
    }
  });
}
