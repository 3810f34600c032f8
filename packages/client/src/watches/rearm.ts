import type { SetWatches2 } from '@zookit/protocol';
import { watchKinds, type WatchKind } from './watch-kind.ts';
import type { WatchTable } from './watch-table.ts';

/** How long the paths of one request are together, in bytes at most; far below what a server accepts. Source: `ClientCnxn`. */
const PATHS_MAX_BYTES = 131_072;

type Lists = Record<WatchKind, string[]>;

/**
 * The requests that set all watches of a table on another connection. The server tells at once what happened behind
 * `relativeZxid` to what is watched for one event; not so to what is watched for good.
 */
export function* rearmRequests(table: WatchTable, relativeZxid: bigint): Generator<SetWatches2> {
  let lists = emptyLists();
  let bytes = 0;
  for (const kind of watchKinds) {
    for (const path of table.paths(kind)) {
      const length = Buffer.byteLength(path);
      if (bytes > 0 && bytes + length > PATHS_MAX_BYTES) {
        yield requestOf(lists, relativeZxid);
        lists = emptyLists();
        bytes = 0;
      }
      lists[kind].push(path);
      bytes += length;
    }
  }
  if (bytes > 0) yield requestOf(lists, relativeZxid);
}

/** Whether a request needs `setWatches2`, which servers before 3.6 don't know. */
export function hasPersistent(request: SetWatches2): boolean {
  return request.persistentWatches.length > 0 || request.persistentRecursiveWatches.length > 0;
}

function emptyLists(): Lists {
  return { data: [], exist: [], child: [], persistent: [], recursive: [] };
}

function requestOf(lists: Lists, relativeZxid: bigint): SetWatches2 {
  return {
    relativeZxid,
    dataWatches: lists.data,
    existWatches: lists.exist,
    childWatches: lists.child,
    persistentWatches: lists.persistent,
    persistentRecursiveWatches: lists.recursive,
  };
}
