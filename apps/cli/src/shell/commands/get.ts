import type { NodeData } from '@zookit/client';
import type { Command } from '../command.ts';
import { dataValue } from '../output/data-value.ts';
import { hexDump } from '../output/hex-dump.ts';
import { statLines, statValue } from '../output/stat-lines.ts';
import type { ParsedWords } from '../words/parsed-words.ts';

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
  async run({ client, output, signal }, given) {
    const [path = ''] = given.words;
    const node = await client.get(path, { signal });
    const text = [textOf(node, given), ...(given.has('s') ? [statLines(node.stat)] : [])].join('\n');
    await output.result(text, { path, ...dataValue(node.data, node.isNull), stat: statValue(node.stat) });
  },
};

function textOf({ data, isNull }: NodeData, given: ParsedWords): string {
  if (isNull) return 'null';
  if (given.has('b')) return Buffer.from(data).toString('base64');
  if (given.has('x')) return hexDump(data);
  return Buffer.from(data).toString('utf8');
}
