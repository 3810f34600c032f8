import { ErrorCode, NoWatcherError, OpCode, reads, type RemoveWatchesRequest, ZooKeeperError } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import type { OperationContext } from '../operations/context.ts';
import { refusalOf } from '../operations/refusal.ts';
import { submit, submitTo } from '../operations/submit.ts';
import { flagRule, type OptionRules } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import { checkWatchesShape } from './check-watches-shape.ts';
import { problemOfSelection, selected, type WatchSelection } from './watch-kind.ts';
import type { Watches } from './watches.ts';

/** How watches are removed. */
export interface RemoveWatchesOptions extends CallOptions {
  /** Whether they are removed on this side even if the server can't be asked. Default: no. */
  readonly local?: boolean | undefined;
}

const removeRules: OptionRules<RemoveWatchesOptions> = { ...callRules, local: flagRule };

const removeShape: CallShape<RemoveWatchesRequest, undefined, undefined> = {
  name: 'removeWatches',
  operation: reads.removeWatches,
  result: () => undefined,
};

/**
 * Removes all watches of a path that are of a kind, whoever set them in this client: functions are told so in Apache's terms,
 * iterators end. Rejects with `NoWatcherError` when there are none.
 */
export async function removeWatches(
  context: OperationContext,
  path: string,
  selection: WatchSelection,
  options: RemoveWatchesOptions = {},
): Promise<void> {
  const refused = refusalOf('removeWatches', path, options, removeRules, problemOfSelection(selection));
  if (refused !== undefined) throw refused;
  const { watches, chroot } = context;
  const serverPath = chroot.join(path);
  const { kinds, watcherType } = selected(selection);
  const isLocal = options.local === true && !watches.isLive;
  if (isLocal || staysOnServer(watches, serverPath, selection)) {
    if (!watches.has(serverPath, kinds)) throw new NoWatcherError(path, { operation: removeShape.name });
    watches.drop(serverPath, kinds, isLocal ? undefined : 'leftovers');
    return;
  }
  const refusal = watches.refusal(OpCode.removeWatches, path, removeShape.name);
  if (refusal !== undefined) throw refusal;
  const onReply = (code: number): void => {
    watches.noteReply(OpCode.removeWatches, code);
    if (code === 0) watches.drop(serverPath, kinds, undefined);
  };
  const request = { path: serverPath, type: watcherType };
  const asked = { shape: removeShape, request, path, options, chroot, onReply };
  try {
    await watches.whileRemoving(serverPath, () => submitTo(context.requests, asked));
  } catch (error) {
    if (options.local !== true || !(error instanceof ZooKeeperError) || error.code === ErrorCode.NoWatcher) throw error;
    watches.drop(serverPath, kinds, 'leftovers');
  }
}

/** Whether the server watches a path for this client in a way. */
export async function checkWatches(
  context: OperationContext,
  path: string,
  selection: WatchSelection,
  options?: CallOptions,
): Promise<boolean> {
  const refused = refusalOf('checkWatches', path, options, callRules, problemOfSelection(selection));
  if (refused !== undefined) throw refused;
  const serverPath = context.chroot.join(path);
  const { kinds, watcherType } = selected(selection);
  try {
    await submit(context, checkWatchesShape, { path: serverPath, type: watcherType }, path, options);
    return context.watches.has(serverPath, kinds) || !context.watches.hasLeftovers(serverPath);
  } catch (error) {
    if (!(error instanceof NoWatcherError)) throw error;
    return restsOnPersistent(context.watches, serverPath, selection) && context.watches.has(serverPath, kinds);
  }
}

/** Whether the server must not be asked, as it would remove what somebody else of this client needs. */
function staysOnServer(watches: Watches, path: string, selection: WatchSelection): boolean {
  if (restsOnPersistent(watches, path, selection)) return true;
  const isPersistent = selection === 'persistent' || selection === 'persistent-recursive';
  if (!isPersistent || !watches.hasResting(path)) return false;
  return watches.hasLeftovers(path) || watches.has(path, selected(selection).kinds);
}

/**
 * A watch for one event may rest on one for good, so that the server has none; and a server before 3.9 that is asked to remove
 * one would remove the other.
 */
function restsOnPersistent(watches: Watches, path: string, selection: WatchSelection): boolean {
  if (selection !== 'data' && selection !== 'children') return false;
  return watches.hasPersistent(path) || watches.hasLeftovers(path);
}
