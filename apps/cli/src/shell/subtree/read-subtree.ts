import { type CallOptions, ErrorCode, isZooKeeperError, NoNodeError, type Operations } from '@zookit/client';
import { childPath } from './paths.ts';
import type { SubtreeNode } from './subtree-node.ts';

/** How many znodes are asked for ahead of the one that is awaited. */
const READ_AHEAD = 32;

/** What to read. */
export interface SubtreeOptions {
  /** Default: no. */
  readonly withData?: boolean;
  /** Default: no. */
  readonly withAcls?: boolean;
  /** How many levels below the top. Default: all. */
  readonly depthMax?: number;
  /** Subtrees that are left out, by their tops. */
  readonly except?: (path: string) => boolean;
  readonly signal?: AbortSignal;
}

/** A znode with the names of its children. */
interface ReadNode {
  readonly node: SubtreeNode;
  readonly names: readonly string[];
}

/** Where a znode stands. */
type Place = Pick<SubtreeNode, 'path' | 'depth' | 'isLast'>;

interface Entry {
  readonly place: Place;
  /** Undefined until it is asked for; undefined comes of it when the znode has gone. */
  reading: Promise<ReadNode | undefined> | undefined;
}

/**
 * Reads a subtree: each znode in front of its children, children in the order of their names, what goes meanwhile left out.
 * Holds a few znodes and the names of their siblings, however large the subtree. Rejects with `NoNodeError` if there is no top.
 */
export async function* readSubtree(
  client: Operations,
  top: string,
  options: SubtreeOptions = {},
): AsyncGenerator<SubtreeNode, void, undefined> {
  const stack: Entry[] = [{ place: { path: top, depth: 0, isLast: true }, reading: undefined }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    start(entry, client, options);
    for (const next of stack.slice(-READ_AHEAD).reverse()) start(next, client, options);
    const read = await entry.reading;
    if (read === undefined) continue;
    yield read.node;
    for (const child of childEntries(entry.place, read.names, options)) stack.push(child);
  }
}

/** The last of them first. */
function childEntries({ path, depth }: Place, names: readonly string[], { except }: SubtreeOptions): Entry[] {
  const paths = [...names].sort().map((name) => childPath(path, name));
  const wanted = except === undefined ? paths : paths.filter((child) => !except(child));
  return wanted
    .map((child, index) => ({
      place: { path: child, depth: depth + 1, isLast: index === wanted.length - 1 },
      reading: undefined,
    }))
    .reverse();
}

function start(entry: Entry, client: Operations, options: SubtreeOptions): void {
  if (entry.reading !== undefined) return;
  entry.reading = readNode(client, entry.place, options);
  // Whoever awaits it is told; nobody does when the reader stops early.
  entry.reading.catch(() => undefined);
}

async function readNode(client: Operations, place: Place, options: SubtreeOptions): Promise<ReadNode | undefined> {
  try {
    return await readAllowed(client, place, options);
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoAuth)) return readDenied(client, place, options);
    if (place.depth > 0 && isZooKeeperError(error, ErrorCode.NoNode)) return undefined;
    throw error;
  }
}

/** Asks for no more than is wanted: the names of a million children are many bytes. */
async function readAllowed(
  client: Operations,
  place: Place,
  { withData, withAcls, depthMax = Infinity, signal }: SubtreeOptions,
): Promise<ReadNode> {
  const { path, depth } = place;
  const call: CallOptions = { signal };
  const isDeepest = depth >= depthMax;
  const [data, listed, access, found] = await Promise.all([
    withData === true ? client.get(path, call) : undefined,
    isDeepest ? undefined : client.children(path, call),
    withAcls === true ? client.getAcl(path, call) : undefined,
    isDeepest && withData !== true ? client.exists(path, call) : undefined,
  ]);
  const stat = data?.stat ?? listed?.stat ?? found;
  if (stat === undefined) throw new NoNodeError(path);
  const bytes = data && (data.isNull ? null : data.data);
  return { node: { ...place, stat, data: bytes, acl: access?.acl, isDenied: false }, names: listed?.names ?? [] };
}

/** Servers before 3.9 show the stat of a znode also to who may not read it. */
async function readDenied(client: Operations, place: Place, { signal }: SubtreeOptions): Promise<ReadNode | undefined> {
  const denied = { ...place, data: undefined, acl: undefined, isDenied: true };
  try {
    const stat = await client.exists(place.path, { signal });
    return stat && { node: { ...denied, stat }, names: [] };
  } catch (error) {
    if (isZooKeeperError(error, ErrorCode.NoAuth)) return { node: { ...denied, stat: undefined }, names: [] };
    throw error;
  }
}
