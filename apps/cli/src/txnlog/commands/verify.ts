import type { Command } from 'commander';
import { formatHex } from '@zookit/protocol';
import type { ProcessMark } from '@zookit/txnlog';
import { ExitCode } from '../exit-code.ts';
import { countOf } from '../formats/count-of.ts';
import type { JsonObject } from '../formats/txn-json.ts';
import type { ToolIo } from '../tool-io.ts';
import { findDirectories } from '../directories.ts';
import type { Finding } from '../verify/finding.ts';
import { takeInventory, type Inventory } from '../verify/inventory.ts';
import type { Trial } from '../verify/trial.ts';
import { verifyDirectory } from '../verify/verify-directory.ts';

const HELP = `
Reads every log and every snapshot of a server, and prints a line for each: ok, note (worth knowing; a server takes the file
as it is) or damaged.

- Logs: checksums, order and completeness of the zxids, in each log and from one to the next; what a crash left at the end.
- Snapshots: their seals, their content, and their digest. Transactions are replayed over each, up to the next one, and the
  digest that each transaction came with is compared with that of the tree.
- Whatever else lies in the directories.
- What a server would recover: from which snapshot, by how many transactions, up to which zxid; or why it would refuse.

Nothing is changed. The directory of a running server can be verified; what it writes meanwhile is left out. The memory must
have room for one tree. Znodes are counted as srvr counts them.

Examples:
  zookit-txnlog verify /var/lib/zookeeper
  zookit-txnlog verify --log-dir /var/log/zookeeper --json /var/lib/zookeeper`;

interface VerifyOptions {
  readonly logDir?: string;
  readonly json?: true;
}

/** Adds `verify`, which checks a data directory. */
export function addVerifyCommand(program: Command, io: ToolIo): void {
  program
    .command('verify')
    .description('checks all logs and snapshots of a server, and what it would recover')
    .argument('<dataDir>', "zoo.cfg's dataDir, or the version-2 in it")
    .option('--log-dir <dataLogDir>', "zoo.cfg's dataLogDir, where the logs are apart")
    .option('--json', 'prints a JSON object per file, and one for the recovery')
    .addHelpText('after', HELP)
    .action((dataDir: string, options: VerifyOptions) => verify(dataDir, options, io));
}

async function verify(dataDir: string, { logDir, json }: VerifyOptions, io: ToolIo): Promise<void> {
  const directories = await findDirectories(dataDir, logDir);
  const inventory = await takeInventory(directories);
  const { holder } = inventory;
  if (holder !== undefined) io.err(`zookit-txnlog: ${holderText(holder)}\n`);
  let damagedCount = 0;
  const trial = await verifyDirectory(directories, inventory, async (finding) => {
    if (finding.status === 'damaged') damagedCount++;
    await io.out(json === true ? `${JSON.stringify(findingJson(finding))}\n` : findingLine(finding));
  });
  const isSound = damagedCount === 0 && trial.refusal === undefined && unfitDigest(trial) === undefined;
  if (json === true) await io.out(`${JSON.stringify(recoveryJson(trial, isSound))}\n`);
  else await io.out(`${recoveryText(trial, inventory)}\n${isSound ? 'All is sound.' : damageText(damagedCount)}\n`);
  if (!isSound) io.endWith(ExitCode.FINDING);
}

function holderText({ pid, host }: ProcessMark): string {
  return `process ${pid} on ${host} is using this directory: what it writes meanwhile is left out.`;
}

function findingLine({ status, file, text, remarks }: Finding): string {
  const parts = [text, ...remarks].filter((part) => part !== '');
  return `${status.padEnd(7)} ${file}: ${parts.join('; ')}\n`;
}

function findingJson({ file, kind, status, numbers, remarks }: Finding): JsonObject {
  return { file, kind, status, ...numbers, remarks };
}

function recoveryText({ recovery, refusal }: Trial, inventory: Inventory): string {
  if (recovery === undefined) return `A server would refuse to start: ${refusal}`;
  const { target, replayedCount, lastZxid } = recovery;
  if (lastZxid === 0n && replayedCount === 0) return 'A server would begin with an empty tree.';
  const transactions = countOf(replayedCount, 'transaction');
  const snapshot = nameOfSnapshot(recovery, inventory);
  const source = snapshot === undefined ? transactions : `${snapshot} and ${transactions}`;
  const content = `${countOf(target.nodeCount, 'znode')}, ${countOf(target.sessionCount, 'session')}`;
  const unfit = unfitDigest({ recovery });
  const digest = unfit === undefined ? `digest ${formatHex(target.digest)}` : `but ${unfit}`;
  return `A server would recover ${source}, up to ${formatHex(lastZxid)}: ${content}, ${digest}.`;
}

/** Of several with that zxid the first one that can be read. */
function nameOfSnapshot(
  { snapshotZxid, damagedSnapshots }: NonNullable<Trial['recovery']>,
  { snapshots }: Inventory,
): string | undefined {
  return snapshots.find(({ name, zxid }) => zxid === snapshotZxid && !damagedSnapshots.includes(name))?.name;
}

/** The first digest that says that what would be recovered is not what was written; undefined when there is none. */
function unfitDigest({ recovery }: Pick<Trial, 'recovery'>): string | undefined {
  return recovery?.target.firstMismatch?.text;
}

function recoveryJson({ recovery, refusal }: Trial, isSound: boolean): JsonObject {
  const outcome = { kind: 'recovery', status: isSound ? 'ok' : 'damaged' };
  if (recovery === undefined) return { ...outcome, refusal };
  const { target, snapshotZxid, replayedCount, lastZxid } = recovery;
  return {
    ...outcome,
    snapshotZxid: snapshotZxid === undefined ? undefined : formatHex(snapshotZxid),
    replayed: replayedCount,
    lastZxid: formatHex(lastZxid),
    znodes: target.nodeCount,
    sessions: target.sessionCount,
    digest: formatHex(target.digest),
    unfitDigest: unfitDigest({ recovery }),
  };
}

function damageText(count: number): string {
  return count === 0 ? 'Something is missing.' : `${countOf(count, 'file')} damaged.`;
}
