import type { Command } from '../command.ts';
import { ShellError } from '../failure/shell-error.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import { versionOf } from './number-argument.ts';

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/u;

/** `set`, which sets the data of a znode. */
export const set: Command = {
  name: 'set',
  usage: 'path data [-s] [-v version] [-b]',
  summary: 'Sets the data of a znode.',
  examples: [
    'set /app/config "new data"',
    'set /app/config -- -data-that-begins-with-a-dash',
    'set -v 3 /app/config only-if-nobody-was-faster',
  ],
  options: [
    { name: 's', description: 'Print znode stats additionally' },
    { name: 'v', value: 'arg', description: 'Set with an expected version' },
    { name: 'b', description: 'Supply data in base64 format' },
  ],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'data', kind: 'text' },
  ],
  showsOptions: true,
  async run({ client, output, signal }, given) {
    const [path = '', text = ''] = given.words;
    const data = given.has('b') ? decode(text) : text;
    const stat = await client.set(path, data, { version: versionOf(given.value('v')), signal });
    await output.result(given.has('s') ? statLines(stat) : undefined, { path, stat: statValue(stat) });
  },
};

function decode(text: string): Uint8Array {
  if (!BASE64.test(text)) throw new ShellError(`${text} is no base64; without -b the data is taken as it is`);
  return Buffer.from(text, 'base64');
}
