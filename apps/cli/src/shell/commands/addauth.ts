import type { Command } from '../command.ts';
import { UsageError } from '../words/usage-error.ts';

/** `addauth`, which says who one is. */
export const addauth: Command = {
  name: 'addauth',
  usage: 'scheme auth',
  summary: 'Says who this session is, for the ACLs that ask for it.',
  details: '\nThe line is not written to the history file.',
  examples: ['addauth digest user:password'],
  options: [],
  words: [
    { name: 'scheme', kind: 'text' },
    { name: 'auth', kind: 'text', isOptional: true },
  ],
  async run({ client, output, signal }, given) {
    const [scheme = '', auth = ''] = given.words;
    if (scheme === 'digest' && !auth.includes(':')) throw new UsageError('digest takes user:password');
    await client.addAuth(scheme, auth, { signal });
    await output.result(undefined, { scheme });
  },
};
