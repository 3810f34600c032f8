import { ZooKeeperError } from '@zookit/protocol';
import type { OperationContext } from '../operations/context.ts';
import { refusalOf } from '../operations/refusal.ts';
import { flagRule, type OptionRules, positiveRule, signalRule } from '../option-rules.ts';
import { addListener, kindOf } from './add-watch.ts';
import { endingOf } from './ending.ts';
import { patiently, PATIENT } from './patient.ts';
import { type Watch, WatchStream } from './watch-stream.ts';

const BUFFERED_EVENTS_MAX = 1024;

/** What a watch can be told. */
export interface WatchOptions {
  /** Whether all that is below the path is watched too. Default: no. */
  readonly recursive?: boolean | undefined;
  /** Ends the watch. */
  readonly signal?: AbortSignal | undefined;
  /** How many events wait for a slow consumer; when there are more, all become one `resync`. Default 1024. */
  readonly highWaterMark?: number | undefined;
}

const rules: OptionRules<WatchOptions> = {
  recursive: flagRule,
  signal: signalRule,
  highWaterMark: positiveRule,
};

/**
 * Watches a path from now on, whatever there is at it. The first event is a `resync`: a consumer who reads at each `resync` and
 * after each event has the latest state. Throws `BadArgumentsError` at once for a path or an option that is none.
 */
export function watch(context: OperationContext, path: string, options: WatchOptions = {}): Watch {
  const refused = refusalOf('watch', path, options, rules);
  if (refused !== undefined) throw refused;
  const { signal, highWaterMark = BUFFERED_EVENTS_MAX } = options;
  const serverPath = context.chroot.join(path);
  const kind = kindOf(options);
  const asking = new AbortController();
  const abort = (): void => stream.abort(signal?.reason);
  const stream = new WatchStream({
    path,
    chroot: context.chroot,
    bufferedEventsMax: highWaterMark,
    onEnded: () => {
      signal?.removeEventListener('abort', abort);
      asking.abort();
      context.watches.leave(serverPath, [kind], stream);
    },
  });
  if (signal?.aborted === true) {
    abort();
    return stream;
  }
  signal?.addEventListener('abort', abort);
  void arm(patiently(context), path, kind, stream, asking.signal);
  return stream;
}

/** Waits as long as the client lives: a watch has no deadline. */
async function arm(
  context: OperationContext,
  path: string,
  kind: 'persistent' | 'recursive',
  stream: WatchStream,
  signal: AbortSignal,
): Promise<void> {
  try {
    await addListener(context, path, kind, stream, { signal, ...PATIENT }, () => stream.arm());
  } catch (error) {
    stream.end(endingOf(context.requests, error), error);
    if (!(error instanceof ZooKeeperError)) throw error;
  }
}
