import { nodeKind, type Stat } from '@zookit/client';

/** Whether a znode goes with its session. More is not told to clients: containers and znodes with a TTL look persistent. */
export function isEphemeral(stat: Stat | undefined): boolean {
  return stat !== undefined && nodeKind(stat).kind === 'ephemeral';
}
