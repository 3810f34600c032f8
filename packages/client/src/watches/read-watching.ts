import { ErrorCode, ZooKeeperError } from '@zookit/protocol';
import type { OperationContext } from '../operations/context.ts';
import { refusalOf } from '../operations/refusal.ts';
import { submitTo } from '../operations/submit.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type ReadOptions, readRules } from './read-options.ts';
import type { WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';
import type { Watches } from './watches.ts';

/** A read that can set a watch. */
export interface WatchingShape<Response, Result> {
  readonly shape: CallShape<ReadRequest, Response, Result>;
  /** The watch that a reply says is set; undefined for none. */
  readonly kindOf: (code: number) => WatchKind | undefined;
}

/** What `get`, `exists` and `children` send. */
export interface ReadRequest {
  readonly path: string;
  readonly watch: boolean;
}

/** Decides when it is written, as it may be written again on another connection: see `covers`. */
class WatchingRequest implements ReadRequest {
  readonly path: string;
  readonly #kind: WatchKind;
  readonly #watches: Watches;
  #isSet = false;

  constructor(path: string, kind: WatchKind, watches: Watches) {
    this.path = path;
    this.#kind = kind;
    this.#watches = watches;
  }

  get watch(): boolean {
    this.#isSet = !this.#watches.covers(this.path, this.#kind);
    if (this.#isSet) this.#watches.noteAsked(this.path);
    return this.#isSet;
  }

  /** What was written last. */
  get isSet(): boolean {
    return this.#isSet;
  }
}

/** Reads, and adds the listener in the moment in which the reply comes: nothing happens in between. */
export async function readWatching<Response, Result>(
  context: OperationContext,
  read: WatchingShape<Response, Result>,
  path: string,
  listener: WatchListener,
  options: ReadOptions | undefined,
): Promise<Result> {
  const refused = refusalOf(read.shape.name, path, options, readRules);
  if (refused !== undefined) throw refused;
  const { watches, chroot } = context;
  const serverPath = chroot.join(path);
  const request = new WatchingRequest(serverPath, read.kindOf(0) ?? 'data', watches);
  const onReply = (code: number): void => {
    const kind = read.kindOf(code);
    if (kind === undefined) return;
    watches.register(serverPath, kind, listener);
    if (request.isSet) watches.noteSet(serverPath, kind);
  };
  watches.begin(serverPath, 'read');
  let isUnknown = false;
  try {
    return await submitTo(context.requests, { shape: read.shape, request, path, options, chroot, onReply });
  } catch (error) {
    isUnknown = error instanceof ZooKeeperError && error.outcome === 'unknown';
    throw error;
  } finally {
    watches.end(serverPath, 'read', isUnknown);
  }
}

/** `get` and `children` set no watch where there is nothing. */
export function whenPresent(kind: WatchKind): (code: number) => WatchKind | undefined {
  return (code) => (code === 0 ? kind : undefined);
}

/** `exists` watches for the znode to come where it is absent. */
export function presentOrAbsent(code: number): WatchKind | undefined {
  if (code === 0) return 'data';
  return code === ErrorCode.NoNode ? 'exist' : undefined;
}
