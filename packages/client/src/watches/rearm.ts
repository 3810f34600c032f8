import type { SetWatches2 } from '@zookit/protocol';
import { watchKinds, type WatchKind } from './watch-kind.ts';
import type { WatchTable } from './watch-table.ts';

/** How long the paths of one request are together, in bytes at most; far below what a server accepts. Source: `ClientCnxn`. */
const PATHS_MAX_BYTES = 131_072;
/** What stands before the first path: xid, op code, zxid and the counts of five lists. */
const HEAD_BYTES = 36;
/** What stands before each path: its length. */
const LENGTH_BYTES = 4;

type Lists = Record<WatchKind, string[]>;

/**
 * The requests that set all watches of a table on another connection. The server tells at once what happened behind
 * `relativeZxid` to what is watched for one event; not so to what is watched for good. No request of several paths is longer
 * than `packetBytes`.
 */
export function* rearmRequests(table: WatchTable, relativeZxid: bigint, packetBytes: number): Generator<SetWatches2> {
  const maxBytes = Math.min(PATHS_MAX_BYTES, packetBytes - HEAD_BYTES);
  let lists = emptyLists();
  let bytes = 0;
  for (const kind of watchKinds) {
    for (const path of table.paths(kind)) {
      const length = Buffer.byteLength(path) + LENGTH_BYTES;
      if (bytes > 0 && bytes + length > maxBytes) {
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

/** The part of a request that somebody waits for. */
export function stillWanted(table: WatchTable, request: SetWatches2): SetWatches2 {
  const wanted = (paths: readonly string[], kind: WatchKind): string[] =>
    paths.filter((path) => table.at(path)?.has(kind) === true);
  return {
    relativeZxid: request.relativeZxid,
    dataWatches: wanted(request.dataWatches, 'data'),
    existWatches: wanted(request.existWatches, 'exist'),
    childWatches: wanted(request.childWatches, 'child'),
    persistentWatches: wanted(request.persistentWatches, 'persistent'),
    persistentRecursiveWatches: wanted(request.persistentRecursiveWatches, 'recursive'),
  };
}

/** Whether a request sets nothing. */
export function isEmpty(request: SetWatches2): boolean {
  const { dataWatches, existWatches, childWatches } = request;
  return dataWatches.length + existWatches.length + childWatches.length === 0 && !hasPersistent(request);
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
