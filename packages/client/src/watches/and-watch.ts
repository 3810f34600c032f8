import type { ExistsResponse, GetChildren2Response, GetDataResponse } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import { type Children, childrenShape } from '../operations/children.ts';
import type { OperationContext } from '../operations/context.ts';
import { existsShape } from '../operations/exists.ts';
import { getShape, type NodeData } from '../operations/get.ts';
import type { Stat } from '../stat.ts';
import { type OneShot, OneShotWatch } from './one-shot.ts';
import { presentOrAbsent, readWatching, type WatchingShape, whenPresent } from './read-watching.ts';

/** Data, and a watch for its next change. */
export interface WatchedData extends NodeData {
  readonly watch: OneShot;
}

/** Whether a znode exists, and a watch for its coming, changing or going. */
export interface WatchedStat {
  readonly stat: Stat | undefined;
  readonly watch: OneShot;
}

/** Children, and a watch for the next that comes or goes. */
export interface WatchedChildren extends Children {
  readonly watch: OneShot;
}

/** `get`, with a watch. */
export const dataRead: WatchingShape<GetDataResponse, NodeData> = { shape: getShape, kindOf: whenPresent('data') };
/** `exists`, with a watch. */
export const statRead: WatchingShape<ExistsResponse, Stat | undefined> = {
  shape: existsShape,
  kindOf: presentOrAbsent,
};
/** `children`, with a watch. */
export const childrenRead: WatchingShape<GetChildren2Response, Children> = {
  shape: childrenShape,
  kindOf: whenPresent('child'),
};

/** The data, and a watch that fires when it is set or the znode is deleted. Without the znode there is no watch. */
export async function getAndWatch(
  context: OperationContext,
  path: string,
  options?: CallOptions,
): Promise<WatchedData> {
  const watch = new OneShotWatch(context.watches, context.chroot, path, ['data']);
  return { ...(await readWatching(context, dataRead, path, watch, options)), watch };
}

/** The stat, and a watch that fires when the znode is created, set or deleted. */
export async function existsAndWatch(
  context: OperationContext,
  path: string,
  options?: CallOptions,
): Promise<WatchedStat> {
  const watch = new OneShotWatch(context.watches, context.chroot, path, ['data', 'exist']);
  return { stat: await readWatching(context, statRead, path, watch, options), watch };
}

/** The children, and a watch that fires when one comes or goes, or their parent is deleted. */
export async function childrenAndWatch(
  context: OperationContext,
  path: string,
  options?: CallOptions,
): Promise<WatchedChildren> {
  const watch = new OneShotWatch(context.watches, context.chroot, path, ['child']);
  return { ...(await readWatching(context, childrenRead, path, watch, options)), watch };
}
