import type { Command } from '../command.ts';

/** `whoami`, which tells who the server takes one for. */
export const whoami: Command = {
  name: 'whoami',
  usage: '',
  summary: 'Tells whom the server takes this session for.',
  options: [],
  words: [],
  async run({ client, output, signal }) {
    const identities = await client.whoAmI({ signal });
    const lines = identities.map(({ scheme, id }) => `${scheme}: ${id}`);
    await output.result(['Auth scheme: User', ...lines].join('\n'), { identities });
  },
};
