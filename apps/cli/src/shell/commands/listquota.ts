import type { Command } from '../command.ts';
import { ShellError } from '../failure/shell-error.ts';
import { limitsPath, parseLimits, readText, statsPath } from './quota-nodes.ts';

/** `listquota`, which prints the quota of a path. */
export const listquota: Command = {
  name: 'listquota',
  usage: 'path',
  summary: 'Prints the quota of a path, and what is used of it.',
  options: [],
  words: [{ name: 'path', kind: 'path' }],
  async run(context, given) {
    const { output } = context;
    const [path = ''] = given.words;
    if (output.format === 'text') output.note(`absolute path is ${limitsPath(path)}`);
    const limits = await readText(context, limitsPath(path));
    const used = await readText(context, statsPath(path));
    if (limits === undefined) throw new ShellError(`quota for ${path} does not exist.`);
    const lines = [`Output quota for ${path} ${limits}`];
    if (used !== undefined) lines.push(`Output stat for ${path} ${used}`);
    const { count, bytes } = parseLimits(used ?? '');
    await output.result(lines.join('\n'), { path, quota: parseLimits(limits), used: { count, bytes } });
  },
};
