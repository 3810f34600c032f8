import type { Command } from '../command.ts';

const MODES = ['PERSISTENT', 'PERSISTENT_RECURSIVE'] as const;

/** `addWatch`, which leaves a watch that stays. */
export const addWatch: Command = {
  name: 'addWatch',
  usage: `[-m mode] path # optional mode is one of [${MODES.join(', ')}] - default is PERSISTENT_RECURSIVE`,
  summary: 'Leaves a watch that tells every event until it is removed.',
  examples: ['addWatch /app', 'addWatch -m PERSISTENT /app'],
  options: [{ name: 'm', value: 'mode', description: 'One of', choices: MODES }],
  words: [{ name: 'path', kind: 'path' }],
  async run({ client, shell, output, signal }, given) {
    const [path = ''] = given.words;
    const mode = given.value('m') ?? 'PERSISTENT_RECURSIVE';
    await client.addWatch(path, shell.watcher, { recursive: mode === 'PERSISTENT_RECURSIVE', signal });
    await output.result(undefined, { path, mode });
  },
};
