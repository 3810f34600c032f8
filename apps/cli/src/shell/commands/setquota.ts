import { ErrorCode, isZooKeeperError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { ShellError } from '../failure/shell-error.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { UsageError } from '../words/usage-error.ts';
import {
  formatLimits,
  limitsPath,
  noLimits,
  orUndefined,
  parseLimits,
  QUOTA_ROOT,
  type QuotaLimits,
  quotaPath,
  readText,
  statsPath,
} from './quota-nodes.ts';
import { subtree } from './subtree.ts';

/** Each option and what it limits. */
export const quotaOptions = {
  n: { limit: 'count', description: 'Number of znodes, soft: beyond it the server only logs' },
  b: { limit: 'bytes', description: 'Bytes of data, soft' },
  N: {
    limit: 'countHardLimit',
    description: 'Number of znodes, hard: beyond it the server refuses, if it enforces quotas',
  },
  B: { limit: 'byteHardLimit', description: 'Bytes of data, hard' },
} as const;

type Letter = keyof typeof quotaOptions;

/** `setquota`, which limits a subtree. */
export const setquota: Command = {
  name: 'setquota',
  usage: '-n|-b|-N|-B val path',
  summary: 'Limits the number of znodes, or the bytes, of a subtree.',
  examples: ['setquota -n 1000 /app', 'setquota -B 1000000 /app'],
  options: letters().map((name) => ({ name, value: 'val', description: quotaOptions[name].description })),
  words: [{ name: 'path', kind: 'path' }],
  async run(context, given) {
    const [path = ''] = given.words;
    const change = changeOf(given);
    if (path === '/') throw new ShellError('cannot set a quota for /');
    if (path === QUOTA_ROOT || path.startsWith(`${QUOTA_ROOT}/`)) {
      throw new ShellError(`cannot set a quota under the path: ${QUOTA_ROOT}`);
    }
    await setLimits(context, path, change);
    await context.output.result(undefined, { path, ...change });
  },
};

function letters(): readonly Letter[] {
  return Object.keys(quotaOptions) as Letter[];
}

function changeOf(given: ParsedWords): Partial<QuotaLimits> {
  const asked = letters().filter((letter) => given.has(letter));
  const [letter] = asked;
  if (letter === undefined) throw new UsageError('Missing required option: one of -n, -b, -N, -B');
  if (asked.length > 1) throw new UsageError(`Only one of -${asked.join(', -')} at a time`);
  const value = Number(given.value(letter));
  if (!Number.isSafeInteger(value)) {
    throw new ShellError('NumberFormatException happens when parsing the option value');
  }
  const { limit } = quotaOptions[letter];
  if (limit.startsWith('count') && value <= 0) throw new ShellError('the num quota must be greater than zero');
  if (value < 0) throw new ShellError('the bytes quota must be greater than or equal to zero');
  return { [limit]: value };
}

async function setLimits(context: CommandContext, path: string, change: Partial<QuotaLimits>): Promise<void> {
  const { client, output, signal } = context;
  if ((await client.exists(path, { signal })) === undefined) throw new ShellError(`${path} does not exist.`);
  await refuseNested(context, path);
  const before = await readText(context, limitsPath(path));
  if (before === undefined) return createQuota(context, path, { ...noLimits, ...change });
  const limits = { ...parseLimits(before), ...change };
  await client.set(limitsPath(path), formatLimits(limits), { signal });
  const used = parseLimits((await readText(context, statsPath(path))) ?? '');
  for (const warning of warningsOf(limits, used)) output.note(warning);
}

/** Source: `SetQuotaCommand.checkIfParentQuota` and `checkIfChildQuota`. */
async function refuseNested(context: CommandContext, path: string): Promise<void> {
  const names = path.split('/').slice(1, -1);
  for (let depth = 1; depth <= names.length; depth++) {
    const parent = `/${names.slice(0, depth).join('/')}`;
    if ((await readText(context, limitsPath(parent))) === undefined) continue;
    throw new ShellError(`${path} has a parent ${parent} which has a quota`);
  }
  const own = limitsPath(path);
  const found = await orUndefined(firstLimits(context, path, own));
  if (found !== undefined) {
    throw new ShellError(`${path} has a child ${found.slice(QUOTA_ROOT.length)} which has a quota`);
  }
}

async function firstLimits({ client, signal }: CommandContext, path: string, own: string): Promise<string | undefined> {
  for await (const below of subtree(client, quotaPath(path), signal)) {
    if (below !== own && below.endsWith('/zookeeper_limits')) return below.replace(/\/zookeeper_limits$/u, '');
  }
  return undefined;
}

async function createQuota({ client, signal }: CommandContext, path: string, limits: QuotaLimits): Promise<void> {
  const names = path.split('/').slice(1);
  for (let depth = 1; depth <= names.length; depth++) {
    await createUnlessThere(`${QUOTA_ROOT}/${names.slice(0, depth).join('/')}`, null);
  }
  await createUnlessThere(limitsPath(path), formatLimits(limits));
  await createUnlessThere(statsPath(path), formatLimits({ ...noLimits, count: 0, bytes: 0 }));

  async function createUnlessThere(quotaNode: string, data: string | null): Promise<void> {
    try {
      await client.create(quotaNode, data, { signal });
    } catch (error) {
      if (!isZooKeeperError(error, ErrorCode.NodeExists)) throw error;
    }
  }
}

function warningsOf(limits: QuotaLimits, used: QuotaLimits): string[] {
  const isBelow = (limit: number, use: number): boolean => limit > -1 && limit < use;
  const warnings: string[] = [];
  if (isBelow(limits.count, used.count) || isBelow(limits.countHardLimit, used.count)) {
    warnings.push(`[Warning]: the count quota you create is less than the existing count:${used.count}`);
  }
  if (isBelow(limits.bytes, used.bytes) || isBelow(limits.byteHardLimit, used.bytes)) {
    warnings.push(`[Warning]: the bytes quota you create is less than the existing bytes:${used.bytes}`);
  }
  return warnings;
}
