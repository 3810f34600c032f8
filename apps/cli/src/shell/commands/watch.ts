import type { Command } from '../command.ts';
import { INTERRUPTED } from '../failure/failure-lines.ts';

/** `watch`, which follows a subtree. */
export const watch: Command = {
  name: 'watch',
  usage: '[--initial] [--data] [path]',
  summary: 'Follows a subtree: prints a line for each znode that is created, changed or deleted, until Ctrl-C.',
  details: [
    'A line has the time at which the event came, what happened, and the path. A line "resync" says that events may have',
    'been missed, and why. The path itself need not be there yet. The server must know persistent watches (3.6 or later).',
    'With --output json it prints an object for each: time, type, path, zxid.',
  ].join('\n'),
  examples: ['watch /app', 'watch --initial --data /app', 'watch --output json / | jq -r .path'],
  options: [
    { name: 'initial', description: 'Lists what is there, at first and behind each resync, as "present"' },
    { name: 'data', description: 'Adds the data, as JSON text or in base64, as it was right behind the event' },
  ],
  words: [{ name: 'path', kind: 'path', isOptional: true }],
  showsOptions: true,
  async run({ client, output, signal, shell }, given) {
    const [path = '/'] = given.words;
    const { follow } = await import('../watch/follow.ts');
    await follow(client, path, output, { withInitial: given.has('initial'), withData: given.has('data'), signal });
    if (signal.aborted) shell.markFailed(INTERRUPTED);
  },
};
