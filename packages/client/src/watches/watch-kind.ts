import { EventType, WatcherType } from '@zookit/protocol';
import { nameOf } from '../option-rules.ts';

/**
 * How a path can be watched: once for its data (`data` where the znode existed, `exist` where it did not) or its children,
 * or for good, alone or with all that is below.
 */
export type WatchKind = 'data' | 'exist' | 'child' | 'persistent' | 'recursive';

/** The kinds, in the order of the lists of `SetWatches2`. */
export const watchKinds: readonly WatchKind[] = ['data', 'exist', 'child', 'persistent', 'recursive'];

/** Which watches are meant, in the words of Apache's shell; the last two need a server of 3.9. */
export type WatchSelection = 'data' | 'children' | 'any' | 'persistent' | 'persistent-recursive';

interface Selected {
  readonly watcherType: WatcherType;
  readonly kinds: readonly WatchKind[];
}

const selections: Readonly<Record<WatchSelection, Selected>> = {
  data: { watcherType: WatcherType.Data, kinds: ['data', 'exist'] },
  children: { watcherType: WatcherType.Children, kinds: ['child'] },
  any: { watcherType: WatcherType.Any, kinds: watchKinds },
  persistent: { watcherType: WatcherType.Persistent, kinds: ['persistent'] },
  'persistent-recursive': { watcherType: WatcherType.PersistentRecursive, kinds: ['recursive'] },
};

/** What is wrong with a selection, undefined if nothing is. */
export function problemOfSelection(selection: unknown): string | undefined {
  const names = Object.keys(selections);
  if (names.some((name) => name === selection)) return undefined;
  return `which watches is said by ${names.join(', ')}, not by ${nameOf(selection)}`;
}

/** What a selection is for the server, and for the table of this side. */
export function selected(selection: WatchSelection): Selected {
  return selections[selection];
}

/** How Apache's client tells that a watch was removed. */
export function removalEventOf(kind: WatchKind): EventType {
  if (kind === 'child') return EventType.ChildWatchRemoved;
  return kind === 'data' || kind === 'exist' ? EventType.DataWatchRemoved : EventType.PersistentWatchRemoved;
}
