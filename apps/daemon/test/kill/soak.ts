/** Kills the daemon many times under load: `node test/kill/soak.ts [--kills 200] [--seed 1]`. Fails if anything is amiss. */
import { parseArgs } from 'node:util';
import { KillLoop } from './kill-loop.ts';

const PROGRESS_KILLS = 10;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const seed = Number(values.seed);

const { findings, kills, acknowledgedCount } = await new KillLoop({
  kills: Number(values.kills),
  seed,
  onKill: (count, { lost, invented, reused }) => {
    if (count % PROGRESS_KILLS > 0) return;
    console.log(`${count} kills: ${lost.length} lost, ${invented.length} invented, ${reused.length} reused`);
  },
}).run();

for (const line of findings.lost) console.log(`lost: ${line}`);
for (const line of findings.invented) console.log(`invented: ${line}`);
for (const line of findings.reused) console.log(`reused: ${line}`);
const { lost, invented, reused } = findings;
console.log(
  `seed ${seed}: ${kills} kills, ${acknowledgedCount} acknowledged writes, ` +
    `${lost.length} lost, ${invented.length} invented, ${reused.length} sequence numbers reused`,
);
process.exitCode = lost.length + invented.length + reused.length > 0 ? 1 : 0;
