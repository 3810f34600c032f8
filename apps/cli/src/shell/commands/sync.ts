import type { Command } from '../command.ts';

/** `sync`, which waits for the server to catch up with the leader. */
export const sync: Command = {
  name: 'sync',
  usage: 'path',
  summary: 'Waits until the server knows all that the leader has committed.',
  options: [],
  words: [{ name: 'path', kind: 'path' }],
  async run({ client, output, signal }, given) {
    const [path = ''] = given.words;
    await client.sync(path, { signal });
    await output.result('Sync is OK', { path });
  },
};
