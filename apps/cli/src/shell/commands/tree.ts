import type { Command } from '../command.ts';
import { numberOption } from '../words/number-option.ts';

/** `tree`, which draws a subtree. */
export const tree: Command = {
  name: 'tree',
  usage: '[-L levels] [path]',
  summary: 'Draws a subtree, with the size of the data of each znode, ephemeral znodes marked.',
  details: [
    'Children stand in the order of their names. What is not drawn, for its depth or because it may not be read,',
    'is counted: "+ 3 children". With --output json it prints a line for each znode, with its stat.',
  ].join('\n'),
  examples: ['tree /app', 'tree -L 1', 'tree --output json /app'],
  options: [{ name: 'L', value: 'levels', description: 'How many levels below the path. Default: all' }],
  words: [{ name: 'path', kind: 'path', isOptional: true }],
  showsOptions: true,
  async run({ client, output, signal, terminal }, given) {
    const [path = '/'] = given.words;
    const depthMax = numberOption(given, 'L', { min: 0 }) ?? Infinity;
    const [{ TreeLines }, { readSubtree }, { nodeValue }] = await Promise.all([
      import('../tree/tree-lines.ts'),
      import('../subtree/read-subtree.ts'),
      import('../subtree/node-value.ts'),
    ]);
    const lines = new TreeLines((style, text) => terminal.style(style, text), depthMax);
    for await (const node of readSubtree(client, path, { depthMax, signal })) {
      await output.result(lines.lineOf(node), nodeValue(node));
    }
    if (output.format === 'text') await output.line(`\n${lines.summary}`);
  },
};
