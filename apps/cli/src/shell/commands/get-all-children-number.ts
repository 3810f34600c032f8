import type { Command } from '../command.ts';

/** `getAllChildrenNumber`, which counts the znodes below one. */
export const getAllChildrenNumber: Command = {
  name: 'getAllChildrenNumber',
  usage: 'path',
  summary: 'Counts the znodes below one, at all depths.',
  options: [],
  words: [{ name: 'path', kind: 'path' }],
  async run({ client, output, signal }, given) {
    const [path = ''] = given.words;
    const count = await client.childCount(path, { recursive: true, signal });
    await output.result(String(count), { path, count });
  },
};
