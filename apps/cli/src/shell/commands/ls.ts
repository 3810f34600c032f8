import type { Children } from '@zookit/client';
import type { Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { deprecated, watcherFor } from './old-forms.ts';
import { subtree } from './subtree.ts';

/** `ls`, which lists the children of a znode. */
export const ls: Command = {
  name: 'ls',
  usage: '[-s] [-w] [-R] path',
  summary: 'Lists the children of a znode.',
  examples: ['ls /', 'ls -R /app'],
  options: [
    { name: 's', description: 'Print znode stats additionally' },
    { name: 'w', description: 'Watch for changes of the children' },
    { name: 'R', description: 'List the whole subtree, a path a line' },
    { name: '?', description: 'Tells how the command is used' },
  ],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'watch', kind: 'text', isOptional: true },
  ],
  async run(context, given) {
    const [path = ''] = given.words;
    if (given.words.length > 1) deprecated(context.output, 'ls path [watch]', 'ls [-w] path');
    if (given.has('R')) return listSubtree(context, path);
    const { names, stat } = await readChildren(context, path, given);
    const text = [`[${names.join(', ')}]`, ...(given.has('s') ? [statLines(stat)] : [])].join('\n');
    await context.output.result(text, { path, children: names, stat: statValue(stat) });
  },
};

/** `ls2`, which Apache ZooKeeper had until 3.5. */
export const ls2: Command = {
  name: 'ls2',
  usage: 'path [watch]',
  summary: 'The older name of "ls -s".',
  options: [],
  words: ls.words,
  isHidden: true,
  async run(context, given) {
    const [path = ''] = given.words;
    deprecated(context.output, 'ls2', 'ls [-s] path');
    const { names, stat } = await readChildren(context, path, given);
    const text = `[${names.join(', ')}]\n${statLines(stat)}`;
    await context.output.result(text, { path, children: names, stat: statValue(stat) });
  },
};

async function listSubtree({ client, output, signal }: CommandContext, path: string): Promise<void> {
  for await (const found of subtree(client, path, signal)) await output.result(found, { path: found });
}

async function readChildren(context: CommandContext, path: string, given: ParsedWords): Promise<Children> {
  const { client, signal } = context;
  const { names, stat } = await client.children(path, { watcher: watcherFor(context, given), signal });
  return { names: [...names].sort(), stat };
}
