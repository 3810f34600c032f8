import type { Command } from '../command.ts';
import { numberOption } from '../words/number-option.ts';

/** `find`, which looks for znodes in a subtree. */
export const find: Command = {
  name: 'find',
  usage: '[options] [path]',
  summary: 'Prints the paths of the znodes in a subtree that pass every test.',
  details: [
    'Without a test it prints them all. With --output json it prints a line for each, with its stat.',
    'Ages count from the last set of the data. What may not be read is found by its name only, and what lies below it',
    'not at all, which is said. Servers show containers and znodes with a TTL as persistent ones.',
  ].join('\n'),
  examples: [
    "find /app --name '*.lock'",
    'find / --type ephemeral --owner 0x100002d262f0000',
    'find --size +100k --older 7d',
  ],
  options: [
    { name: 'name', value: 'glob', description: 'Its name, such as "lock-*"' },
    { name: 'path', value: 'glob', description: 'Its whole path, such as "/app/**/config"' },
    { name: 'regex', value: 'pattern', description: 'A regular expression that occurs in its path' },
    { name: 'contains', value: 'text', description: 'Text in its data' },
    { name: 'matches', value: 'pattern', description: 'A regular expression that occurs in its data' },
    { name: 'size', value: 'size', description: 'Of its data: +10k for more than that, -1M for less, 0 for none' },
    { name: 'children', value: 'count', description: 'How many children it has: +100, -2, 0' },
    { name: 'older', value: 'time', description: 'Its data was set longer ago: 30s, 10m, 2h, 7d, 1w' },
    { name: 'newer', value: 'time', description: 'Its data was set since then' },
    { name: 'owner', value: 'session', description: 'The session of an ephemeral znode' },
    {
      name: 'type',
      value: 'kind',
      description: 'Whether it goes with its session',
      choices: ['persistent', 'ephemeral'],
    },
    { name: 'depth', value: 'levels', description: 'How many levels below the path. Default: all' },
    { name: 'min-depth', value: 'levels', description: 'Leaves out what lies higher' },
  ],
  words: [{ name: 'path', kind: 'path', isOptional: true }],
  showsOptions: true,
  async run({ client, output, signal, shell, terminal }, given) {
    const [path = '/'] = given.words;
    const depthMax = numberOption(given, 'depth', { min: 0 }) ?? Infinity;
    const depthMin = numberOption(given, 'min-depth', { min: 0 }) ?? 0;
    const [{ findFilter }, { readSubtree }, { nodeValue }] = await Promise.all([
      import('../find/find-filter.ts'),
      import('../subtree/read-subtree.ts'),
      import('../subtree/node-value.ts'),
    ]);
    const { test, needsData } = findFilter(given, Date.now());
    const progress = terminal.progress('looking');
    let count = 0;
    try {
      for await (const node of readSubtree(client, path, { withData: needsData, depthMax, signal })) {
        progress.update(++count, undefined, node.path);
        const isFound = node.depth >= depthMin && test(node);
        if (isFound || node.isDenied) progress.end();
        if (node.isDenied) {
          output.note(`${node.path} may not be read, nor what lies below it.`);
          shell.markFailed();
        }
        if (isFound) await output.result(node.path, nodeValue(node));
      }
    } finally {
      progress.end();
    }
  },
};
