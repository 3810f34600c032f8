import { formatHex } from '@zookit/protocol';
import type { ServerView } from '../server-view.ts';

/** `wchs`: how many watches there are. Like the two below it passes over watches of children. */
export function watchSummary({ tree }: ServerView): string {
  const { connectionCount, pathCount, dataWatchCount } = tree.watches;
  return `${connectionCount} connections watching ${pathCount} paths\nTotal watches:${dataWatchCount}\n`;
}

/** `wchc`: what each session watches. */
export function watchesBySession({ tree }: ServerView): string {
  let text = '';
  for (const [watcher, paths] of tree.watches.byWatcher()) {
    text += `${formatHex(watcher.sessionId)}\n`;
    for (const path of paths) text += `\t${path}\n`;
  }
  return `${text}\n`;
}

/** `wchp`: which sessions watch each path. */
export function watchesByPath({ tree }: ServerView): string {
  let text = '';
  for (const [path, watchers] of tree.watches.byPath()) {
    text += `${path}\n`;
    for (const watcher of watchers) text += `\t${formatHex(watcher.sessionId)}\n`;
  }
  return `${text}\n`;
}
