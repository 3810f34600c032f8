import { WatcherType } from '@zookit/protocol';
import type { WatchKind } from './watch-kind.ts';
import type { WatchedPath } from './watched-path.ts';

/**
 * Which watches the server may drop when the last listener of a kind has gone; undefined for none yet. A request that names
 * one kind is only sent where it can't take another with it: before 3.9, types 1 and 2 mean persistent watches too, and there
 * is but one mode for each path.
 */
export function removalOf(watched: WatchedPath, kind: WatchKind): WatcherType | undefined {
  if (watched.isPending) return undefined;
  if (watched.isIdle) return WatcherType.Any;
  if (kind === 'persistent' || kind === 'recursive') return persistentRemoval(watched, kind);
  if (watched.hasPersistent) return undefined;
  if (kind === 'child') return WatcherType.Children;
  return watched.has('data') || watched.has('exist') ? undefined : WatcherType.Data;
}

/** A watch for one event may rest on one for good: see {@link covers}. */
function persistentRemoval(watched: WatchedPath, kind: 'persistent' | 'recursive'): WatcherType | undefined {
  if (watched.hasOneShots) return undefined;
  return kind === 'persistent' ? WatcherType.Persistent : WatcherType.PersistentRecursive;
}

/**
 * Whether the server tells of a path what a watch of this kind needs to know, because of a watch for good. Then none is set for
 * one event: on servers before 3.9 it would take the place of the other. While it is being removed, or in doubt, nothing can rest on it.
 */
export function covers(watched: WatchedPath | undefined, kind: WatchKind): boolean {
  if (watched === undefined || watched.removalCount > 0 || watched.doubt === 'open') return false;
  return watched.has('persistent') || (kind !== 'child' && watched.has('recursive'));
}
