import { NoNodeError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import { deprecated, watcherFor } from './old-forms.ts';

/** `stat`, which prints what is known of a znode besides its data. */
export const stat: Command = {
  name: 'stat',
  usage: '[-w] path',
  summary: 'Prints the times, versions and sizes of a znode.',
  details: '\nWith -w a missing znode is watched, too: its creation is told.',
  options: [{ name: 'w', description: 'Watch for changes on the znode' }],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'watch', kind: 'text', isOptional: true },
  ],
  async run(context, given) {
    const { client, signal } = context;
    const [path = ''] = given.words;
    if (given.words.length > 1) deprecated(context.output, 'stat path [watch]', 'stat [-w] path');
    const found = await client.exists(path, { watcher: watcherFor(context, given), signal });
    if (found === undefined) throw new NoNodeError(path);
    await context.output.result(statLines(found), { path, stat: statValue(found) });
  },
};
