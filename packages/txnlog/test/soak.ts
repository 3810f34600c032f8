/**
 * Tries the properties of crashes and damage on many random histories:
 * `node test/soak.ts [--seed 1] [--runs 100 | --minutes 5] [--property damageAtEachByte]`.
 * Each run has a seed of its own, one more than the last. On a failure it prints the command that repeats it.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { crashAtEachByteOfASnapshot, crashAtEachByteOfAWrite, crashesInARow } from './properties/crash.ts';
import { cutAtEachByte, damageAtEachByte } from './properties/damage.ts';

/** How many histories of each a run tries: each kind takes about as long. */
const kinds: readonly [() => fc.IAsyncProperty<unknown>, number][] = [
  [crashesInARow, 400],
  [crashAtEachByteOfAWrite, 4],
  [crashAtEachByteOfASnapshot, 4],
  [damageAtEachByte, 3],
  [cutAtEachByte, 6],
];
const PROGRESS_MS = 10_000;
const MINUTE_MS = 60_000;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    property: { type: 'string' },
  },
});
const firstSeed = Number(values.seed);
const minutes = Number(values.minutes ?? Infinity);
const runs = Number(values.runs ?? (values.minutes === undefined ? 100 : Infinity));
const chosen = kinds.filter(([property]) => values.property === undefined || property.name === values.property);
const names = kinds.map(([property]) => property.name);
if (chosen.length === 0 || [firstSeed, minutes, runs].some(Number.isNaN)) {
  console.error(`--seed, --runs and --minutes are numbers; --property is one of ${names.join(', ')}`);
  process.exit(2);
}

const startedAt = performance.now();
let reportedAt = startedAt;
let run = 0;
let histories = 0;
for (; run < runs && performance.now() - startedAt < minutes * MINUTE_MS; run++) {
  await tryOnce(firstSeed + run);
  if (performance.now() - reportedAt < PROGRESS_MS) continue;
  reportedAt = performance.now();
  console.log(`${run + 1} runs, ${histories} histories: all held, up to seed ${firstSeed + run}`);
}
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`seeds ${firstSeed} to ${firstSeed + run - 1}: ${histories} histories in ${seconds} s, all held`);

async function tryOnce(seed: number): Promise<void> {
  for (const [property, count] of chosen) {
    const details = await fc.check(property(), { seed, numRuns: count });
    histories += details.numRuns;
    if (!details.failed) continue;
    console.log(await fc.asyncDefaultReportMessage(details));
    const options = `--property ${property.name} --seed ${seed} --runs 1`;
    console.log(`\nTo repeat it: pnpm --filter @zookit/txnlog run soak -- ${options}`);
    process.exit(1);
  }
}
