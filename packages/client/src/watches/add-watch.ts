import { OpCode, ZooKeeperError } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import type { OperationContext } from '../operations/context.ts';
import { refusalOf } from '../operations/refusal.ts';
import { submitTo } from '../operations/submit.ts';
import { flagRule, type OptionRules } from '../option-rules.ts';
import { addWatchShape, modeOf } from './add-watch-shape.ts';
import type { Watcher } from './watch-event.ts';
import type { WatchListener } from './watch-listener.ts';

/** What an added watch can be told. */
export interface AddWatchOptions extends CallOptions {
  /** Whether all that is below the path is watched too. Default: no. */
  readonly recursive?: boolean | undefined;
}

const addWatchRules: OptionRules<AddWatchOptions> = { ...callRules, recursive: flagRule };

/**
 * Calls `watcher` for each event of a path, in Apache's terms, until `removeWatches`. After a reconnect it goes on, but is not
 * told what it missed: `watch` is for that.
 */
export async function addWatch(
  context: OperationContext,
  path: string,
  watcher: Watcher,
  options: AddWatchOptions = {},
): Promise<void> {
  const problem = typeof watcher === 'function' ? undefined : 'the watcher must be a function';
  const refused = refusalOf('addWatch', path, options, addWatchRules, problem);
  if (refused !== undefined) throw refused;
  await addListener(context, path, kindOf(options), context.watches.listenerFor(watcher, context.chroot), options);
}

/** The kind of an added watch. */
export function kindOf({ recursive }: Pick<AddWatchOptions, 'recursive'>): 'persistent' | 'recursive' {
  return recursive === true ? 'recursive' : 'persistent';
}

/** Has the server watch a path for good, and adds a listener in the moment in which the reply comes. */
export async function addListener(
  context: OperationContext,
  path: string,
  kind: 'persistent' | 'recursive',
  listener: WatchListener,
  options: CallOptions,
  onArmed?: () => void,
): Promise<void> {
  const { watches, chroot } = context;
  const serverPath = chroot.join(path);
  const refusal = watches.refusal(OpCode.addWatch, path, addWatchShape.name);
  if (refusal !== undefined) throw refusal;
  const request = { path: serverPath, mode: modeOf(kind) };
  const onReply = (code: number): void => {
    watches.noteReply(OpCode.addWatch, code);
    if (code !== 0) return;
    watches.register(serverPath, kind, listener);
    onArmed?.();
  };
  watches.begin(serverPath, 'added');
  let isUnknown = false;
  try {
    await submitTo(context.requests, { shape: addWatchShape, request, path, options, chroot, onReply });
  } catch (error) {
    isUnknown = error instanceof ZooKeeperError && error.outcome === 'unknown';
    throw error;
  } finally {
    watches.end(serverPath, 'added', isUnknown);
  }
}
