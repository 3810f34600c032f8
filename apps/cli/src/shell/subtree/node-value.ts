import { formatHex } from '@zookit/protocol';
import { statValue } from '../output/stat-lines.ts';
import { isEphemeral } from './is-ephemeral.ts';
import type { SubtreeNode } from './subtree-node.ts';

/** A znode of a subtree for JSON, without its data. */
export function nodeValue({ path, depth, stat, isDenied }: SubtreeNode): object {
  return {
    path,
    depth,
    ...(isDenied && { isDenied }),
    ...(stat !== undefined && {
      kind: isEphemeral(stat) ? 'ephemeral' : 'persistent',
      ...(isEphemeral(stat) && { owner: formatHex(stat.ephemeralOwner) }),
      stat: statValue(stat),
    }),
  };
}
