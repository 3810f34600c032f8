import type { Command } from '../command.ts';
import { dataValue } from '../output/data-value.ts';
import { hexDump } from '../output/hex-dump.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import type { ParsedWords } from '../words/parsed-words.ts';
import { deprecated, watcherFor } from './old-forms.ts';

/** `get`, which prints the data of a znode. */
export const get: Command = {
  name: 'get',
  usage: '[-s] [-w] [-b] [-x] path',
  summary: 'Prints the data of a znode.',
  examples: ['get /app/config', 'get -s /app/config', 'get -x /app/binary'],
  options: [
    { name: 's', description: 'Print znode stats additionally' },
    { name: 'w', description: 'Watch for changes on the znode' },
    { name: 'b', description: 'Output data in base64 format' },
    { name: 'x', description: 'Output data in hexdump format' },
  ],
  words: [
    { name: 'path', kind: 'path' },
    { name: 'watch', kind: 'text', isOptional: true },
  ],
  showsOptions: true,
  async run(context, given) {
    const { client, signal } = context;
    const [path = ''] = given.words;
    if (given.words.length > 1) deprecated(context.output, 'get path [watch]', 'get [-s] [-w] path');
    const { data, stat, isNull } = await client.get(path, { watcher: watcherFor(context, given), signal });
    const text = [textOf(data, isNull, given), ...(given.has('s') ? [statLines(stat)] : [])].join('\n');
    await context.output.result(text, { path, ...dataValue(data, isNull), stat: statValue(stat) });
  },
};

function textOf(data: Uint8Array, isNull: boolean, given: ParsedWords): string {
  if (isNull) return 'null';
  if (given.has('b')) return Buffer.from(data).toString('base64');
  if (given.has('x')) return hexDump(data);
  return Buffer.from(data).toString('utf8');
}
