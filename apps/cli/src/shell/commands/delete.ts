import type { Command } from '../command.ts';
import { deprecated } from './old-forms.ts';
import { versionOf } from './number-argument.ts';

/** `delete`, which deletes a znode without children. */
export const deleteNode: Command = {
  name: 'delete',
  usage: '[-v version] path',
  summary: 'Deletes a znode that has no children.',
  examples: ['delete /app/old', 'delete -v 3 /app/old'],
  options: [{ name: 'v', value: 'version', description: 'Delete only this version' }],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'version', kind: 'text', isOptional: true },
  ],
  async run({ client, output, signal }, given) {
    const [path = '', oldVersion] = given.words;
    if (oldVersion !== undefined) deprecated(output, 'delete path [version]', 'delete [-v version] path');
    await client.delete(path, { version: versionOf(given.value('v') ?? oldVersion), signal });
    await output.result(undefined, { path });
  },
};
