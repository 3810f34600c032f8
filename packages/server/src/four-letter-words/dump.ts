import { formatHex } from '@zookit/protocol';
import type { ConnectionView, ExpiryBucket, ServerView } from '../server-view.ts';
import { dateText, socketAddressText } from './java-text.ts';

/** `dump`: sessions by when they expire, what they own, and connections by when they are closed. */
export function dump(view: ServerView): string {
  const sessions = bucketLines(view.sessionBuckets(), formatHex);
  const connections = bucketLines(view.connectionBuckets(), connectionText);
  return `SessionTracker dump:\nSession Sets ${sessions}${ephemeralLines(view)}Connections dump:\nConnections Sets ${connections}`;
}

/** Apache prints buckets that have become empty too; here there are none. */
function bucketLines<T>(buckets: readonly ExpiryBucket<T>[], line: (member: T) => string): string {
  const total = buckets.reduce((sum, { members }) => sum + members.length, 0);
  const blocks = buckets.map(({ expiresAt, members }) => {
    const lines = members.map((member) => `\t${line(member)}\n`).join('');
    return `${members.length} expire at ${dateText(expiresAt)}:\n${lines}`;
  });
  return `(${buckets.length})/(${total}):\n${blocks.join('')}`;
}

function connectionText({ remoteAddress, remotePort, sessionId }: ConnectionView): string {
  return `ip: ${socketAddressText(remoteAddress, remotePort)} sessionId: ${formatHex(sessionId)}`;
}

function ephemeralLines({ tree }: ServerView): string {
  const owners = Array.from(tree.ephemeralOwners(), ([sessionId, paths]) => {
    const lines = Array.from(paths, (path) => `\t${path}\n`).join('');
    return `${formatHex(sessionId)}:\n${lines}`;
  });
  return `ephemeral nodes dump:\nSessions with Ephemerals (${owners.length}):\n${owners.join('')}`;
}
