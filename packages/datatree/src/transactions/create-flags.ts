import { BadArgumentsError, createTraits, TTL_MAX_MS, UnimplementedError, type CreateTraits } from '@zookit/protocol';
import type { TreeView } from '../tree-view.ts';

/** What a request without a time to live says for it. */
export const NO_TTL = -1n;

/**
 * What the flags of a create ask for. Throws {@link BadArgumentsError} for flags that are none, or that say
 * TTL where it is none, and {@link UnimplementedError} for a time to live where they are switched off.
 */
export function traitsOf(view: TreeView, path: string, flags: number, ttl: bigint): CreateTraits {
  const traits = createTraits(flags);
  if (traits === undefined) throw new BadArgumentsError(path);
  if (traits.hasTtl && !view.tree.settings.extendedTypesEnabled) throw new UnimplementedError(path);
  if (traits.hasTtl && (ttl <= 0n || ttl > TTL_MAX_MS)) throw new BadArgumentsError(path);
  return traits;
}
