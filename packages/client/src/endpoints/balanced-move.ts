/** How a list of servers changed, by numbers. */
export interface ListChange {
  /** How many servers the old list had. */
  readonly previousCount: number;
  /** How many servers of the new list were in the old one. */
  readonly keptCount: number;
  /** How many were not. */
  readonly addedCount: number;
  /** Whether the server to which the client is connected is in the new list. */
  readonly hasCurrent: boolean;
}

/**
 * Whether a client leaves its server when the list changes, and if so with which probability it goes to one that is new in
 * the list: chosen so that, when all clients do this, each server ends up with the same share. Undefined: it stays.
 * Source: ZOOKEEPER-1355, `StaticHostProvider.updateServerList`.
 */
export function chanceOfAdded(change: ListChange, random: () => number): number | undefined {
  const { previousCount, keptCount, addedCount, hasCurrent } = change;
  const count = keptCount + addedCount;
  if (count > previousCount) return !hasCurrent || random() < 1 - previousCount / count ? 1 : undefined;
  if (hasCurrent) return undefined;
  const removedCount = previousCount - keptCount;
  if (removedCount === 0) return 1;
  return 1 - (keptCount * (previousCount - count)) / (count * removedCount);
}
