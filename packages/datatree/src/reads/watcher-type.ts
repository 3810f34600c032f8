import { MarshallingError, WatcherType } from '@zookit/protocol';
import { WatchMode } from '../watch-modes.ts';
import type { WatchModes } from '../watches.ts';

const { STANDARD, PERSISTENT, PERSISTENT_RECURSIVE } = WatchMode;
const ANY = STANDARD | PERSISTENT | PERSISTENT_RECURSIVE;

const modesByType: Readonly<Record<WatcherType, WatchModes>> = {
  [WatcherType.Children]: { data: 0, children: STANDARD },
  [WatcherType.Data]: { data: STANDARD, children: 0 },
  [WatcherType.Any]: { data: ANY, children: ANY },
  [WatcherType.Persistent]: { data: PERSISTENT, children: PERSISTENT },
  [WatcherType.PersistentRecursive]: { data: PERSISTENT_RECURSIVE, children: 0 },
};

/** Which watches a {@link WatcherType} means. Throws {@link MarshallingError} for a number that is none. */
export function modesOf(type: number, path: string): WatchModes {
  const modes = (modesByType as Partial<Record<number, WatchModes>>)[type];
  if (modes === undefined) throw new MarshallingError(path);
  return modes;
}
