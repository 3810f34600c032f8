import { ErrorCode, isZooKeeperError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { ShellError } from '../failure/shell-error.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import {
  formatLimits,
  limitsPath,
  orUndefined,
  parseLimits,
  QUOTA_ROOT,
  quotaPath,
  readText,
  statsPath,
} from './quota-nodes.ts';
import { quotaOptions } from './setquota.ts';

const CHILDREN_LEFT: readonly number[] = [ErrorCode.NotEmpty, ErrorCode.NoNode];

/** `delquota`, which takes limits away. */
export const delquota: Command = {
  name: 'delquota',
  usage: '[-n|-b|-N|-B] path',
  summary: 'Takes one limit, or all, of a subtree away.',
  options: Object.entries(quotaOptions).map(([name, { description }]) => ({ name, description })),
  words: [{ name: 'path', kind: 'path' }],
  async run(context, given) {
    const [path = ''] = given.words;
    const before = await readText(context, limitsPath(path));
    if (before === undefined) throw new ShellError(`Quota does not exist for ${path}`);
    const lifted = liftedLimits(given);
    if (lifted === undefined) await deleteQuota(context, path);
    else
      await context.client.set(limitsPath(path), formatLimits({ ...parseLimits(before), ...lifted }), {
        signal: context.signal,
      });
    await context.output.result(undefined, { path });
  },
};

function liftedLimits(given: ParsedWords): Readonly<Record<string, number>> | undefined {
  const limits = Object.entries(quotaOptions).flatMap(([letter, { limit }]) => (given.has(letter) ? [limit] : []));
  return limits.length === 0 ? undefined : Object.fromEntries(limits.map((limit) => [limit, -1]));
}

/** With the znodes above it that are of no use any more. Source: `DelQuotaCommand.trimProcQuotas`. */
async function deleteQuota({ client, signal }: CommandContext, path: string): Promise<void> {
  await orUndefined(client.delete(statsPath(path), { signal }));
  await orUndefined(client.delete(limitsPath(path), { signal }));
  for (let node = quotaPath(path); node !== QUOTA_ROOT; node = node.slice(0, node.lastIndexOf('/'))) {
    try {
      await client.delete(node, { signal });
    } catch (error) {
      if (isZooKeeperError(error) && CHILDREN_LEFT.includes(error.code)) return;
      throw error;
    }
  }
}
