import type { Acl } from '@zookit/client';
import type { Command } from '../command.ts';
import { statLines, statValue } from '../output/stat-lines.ts';

/** `getAcl`, which prints the ACL of a znode. */
export const getAcl: Command = {
  name: 'getAcl',
  usage: '[-s] path',
  summary: 'Prints who may do what with a znode.',
  options: [{ name: 's', description: 'Print znode stats additionally' }],
  words: [{ name: 'path', kind: 'path' }],
  async run({ client, output, signal }, given) {
    const [path = ''] = given.words;
    const { acl, stat } = await client.getAcl(path, { signal });
    const lines = acl.map(({ permissions, id }) => `'${id.scheme},'${id.id ?? 'null'}\n: ${lettersOf(permissions)}`);
    if (given.has('s')) lines.push(statLines(stat));
    await output.result(lines.join('\n'), { path, acl: acl.map(aclValue), stat: statValue(stat) });
  },
};

/** An entry of an ACL for JSON. */
export function aclValue({ permissions, id }: Acl): object {
  return { scheme: id.scheme, id: id.id, permissions: lettersOf(permissions) };
}

/** In the order of Apache's shell. Source: `ZKUtil.getPermString`. */
function lettersOf(permissions: number): string {
  const letters = [
    ['c', 4],
    ['d', 8],
    ['r', 1],
    ['w', 2],
    ['a', 16],
  ] as const;
  return letters.map(([letter, bit]) => ((permissions & bit) === 0 ? '' : letter)).join('');
}
