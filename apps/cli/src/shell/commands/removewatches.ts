import type { WatchSelection } from '@zookit/client';
import type { Command } from '../command.ts';
import { UsageError } from '../words/usage-error.ts';

const SELECTIONS: readonly (readonly [letter: string, selection: WatchSelection])[] = [
  ['c', 'children'],
  ['d', 'data'],
  ['p', 'persistent'],
  ['r', 'persistent-recursive'],
  ['a', 'any'],
];

/** `removewatches`, which takes watches back. */
export const removewatches: Command = {
  name: 'removewatches',
  usage: 'path [-c|-d|-a] [-l]',
  summary: 'Takes back the watches that this session has left at a znode.',
  options: [
    { name: 'c', description: 'Those on children' },
    { name: 'd', description: 'Those on data' },
    { name: 'p', description: 'Persistent ones' },
    { name: 'r', description: 'Persistent recursive ones' },
    { name: 'a', description: 'All of them, as without an option' },
    { name: 'l', description: 'Also if the server can not be told' },
  ],
  words: [{ name: 'path', kind: 'path' }],
  async run({ client, output, signal }, given) {
    const [path = ''] = given.words;
    const [asked, another] = SELECTIONS.filter(([letter]) => given.has(letter));
    if (another !== undefined) throw new UsageError('Only one of -c, -d, -p, -r and -a at a time');
    await client.removeWatches(path, asked?.[1] ?? 'any', { local: given.has('l'), signal });
    await output.result(undefined, { path });
  },
};
