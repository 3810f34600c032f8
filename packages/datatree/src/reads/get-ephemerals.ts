import type { Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';

/** The requester's own ephemeral znodes whose paths begin with a prefix, which need not be a path. No ACL is asked. */
export const getEphemerals: ReadOf<Reads['getEphemerals']> = (tree, { prefixPath }, { sessionId }) => {
  const ephemerals = [...tree.ephemeralsOf(sessionId)];
  if (prefixPath === null || prefixPath.trim() === '') return { ephemerals };
  return { ephemerals: ephemerals.filter((path) => path.startsWith(prefixPath)) };
};
