import type { Command } from '../command.ts';

/** `getEphemerals`, which lists the ephemeral znodes of the session. */
export const getEphemerals: Command = {
  name: 'getEphemerals',
  usage: 'path',
  summary: 'Lists the ephemeral znodes of this session, all or those below a path.',
  options: [],
  words: [{ name: 'path', kind: 'path', isOptional: true }],
  async run({ client, output, signal }, given) {
    const [prefix = '/'] = given.words;
    const paths = [...(await client.ephemerals(prefix, { signal }))].sort();
    await output.result(`[${paths.join(', ')}]`, { ephemerals: paths });
  },
};
