import {
  ErrorCode,
  EventType,
  parentPath,
  reads,
  type RemoveWatchesRequest,
  type SetWatches2,
  UnimplementedError,
  type WatcherEvent,
  WatcherType,
  type ZooKeeperError,
} from '@zookit/protocol';
import { type Chroot, noChroot } from '../chroot.ts';
import type { ConnectionState } from '../connection-state.ts';
import type { Clock } from '../environment.ts';
import { MissingOperations } from '../missing-operations.ts';
import { formatEndpoint } from '../endpoints/endpoint.ts';
import { QueueFullError } from '../errors/client-errors.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { Greeter, GreetingLine, SessionKind } from '../session/greeter.ts';
import type { Requests } from '../session/requests.ts';
import { KeptModes } from './kept-modes.ts';
import { publishEvent, publishResync } from './publish.ts';
import { Postponed } from './postponed.ts';
import { Rearming } from './rearming.ts';
import { covers, removalOf } from './removal.ts';
import { isServedEventType, type ResyncReason, type ServedEventType, type Watcher } from './watch-event.ts';
import type { WatchKind } from './watch-kind.ts';
import type { WatchListener } from './watch-listener.ts';
import type { WatchPort } from './watch-port.ts';
import type { PendingKind } from './watched-path.ts';
import { WatchTable } from './watch-table.ts';
import { WatcherListeners } from './watcher-listener.ts';

/** More than a client can want, and few enough for its memory. */
const LISTENERS_MAX = 1_000_000;

const dropShape: CallShape<RemoveWatchesRequest, undefined, undefined> = {
  name: 'removeWatches',
  operation: reads.removeWatches,
  result: () => undefined,
  onLoss: 'unknown',
};

/**
 * What the requests of the client's own are told. They are not tried again by themselves: by then others may watch the path,
 * whom the request does not know.
 */
const OWN_REQUEST = { options: { retry: false }, isPatient: true, isTraced: false } as const;

/** What {@link Watches} must be told. */
export interface WatchesOptions {
  readonly clock: Clock;
  /** The longest frame that may be sent, in bytes. */
  readonly packetBytes: number;
}

/**
 * The watches of a session: tells events to whom they concern, sets all watches again on each new connection, and has the
 * server drop those that nobody wants any more. Paths are the server's.
 */
export class Watches implements WatchPort, Greeter {
  readonly #requests: Requests;
  readonly #table = new WatchTable();
  readonly #watchers = new WatcherListeners();
  readonly #missing: MissingOperations;
  /**
   * For what nobody waits for. A server before 3.5 that was replaced at its address by one that knows how to remove watches
   * keeps those of this client then, for one event each: less of a cost than a connection a minute.
   */
  readonly #missingForGood: MissingOperations;
  readonly #postponed: Postponed;
  readonly #rearming: Rearming;
  readonly #modes: KeptModes;
  #isLive = false;

  constructor(requests: Requests, missing: MissingOperations, { clock, packetBytes }: WatchesOptions) {
    this.#requests = requests;
    this.#missing = missing;
    this.#missingForGood = new MissingOperations(clock, Infinity);
    this.#postponed = new Postponed(clock);
    this.#rearming = new Rearming({
      table: this.#table,
      postponed: this.#postponed,
      packetBytes,
      onRearmed: (request, reason) => this.#onRearmed(request, reason),
      onRefused: (request, error) => this.#onRefused(request, error),
    });
    this.#modes = new KeptModes({
      table: this.#table,
      postponed: this.#postponed,
      ask: (shape, request, onAnswer) => this.#ask(shape, request, onAnswer),
      onSetAgain: (path, mode) => this.#resync(path, mode, 'armed'),
    });
  }

  /** Whether there is a connection on which the watches are set. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** The listener for a caller's function: the same for the same function and view, so that it hears each event once. */
  listenerFor(watcher: Watcher, chroot: Chroot): WatchListener {
    return this.#watchers.of(watcher, chroot);
  }

  /** Whether a path is watched for good in a way that a watch for one event can rest on, and the server has said so. */
  covers(path: string, kind: WatchKind): boolean {
    return this.#rearming.isDone && covers(this.#table.at(path), kind);
  }

  /** Whether a path is watched for good. */
  hasPersistent(path: string): boolean {
    return this.#table.at(path)?.hasPersistent === true;
  }

  /** Whether there is a watch for one event, or about to be, that may rest on one for good: see {@link Watches.covers}. */
  hasResting(path: string): boolean {
    const watched = this.#table.at(path);
    return watched !== undefined && (watched.hasOneShots || watched.pending.read > 0);
  }

  /** Whether the server may watch more than anybody wants. */
  hasLeftovers(path: string): boolean {
    return this.#table.at(path)?.hasLeftovers === true;
  }

  /** Whether somebody watches a path in one of these ways. */
  has(path: string, kinds: readonly WatchKind[]): boolean {
    const watched = this.#table.at(path);
    return watched !== undefined && kinds.some((kind) => watched.has(kind));
  }

  /** A request goes out that may add a listener. Throws {@link QueueFullError}; each success needs an {@link Watches.end}. */
  begin(path: string, by: PendingKind): void {
    if (this.#table.size >= LISTENERS_MAX) throw new QueueFullError(path, { detail: 'there are too many watches' });
    this.#table.hold(path, by);
  }

  /** Such a request has ended. `isUnknown`: the server may have set a watch that nobody waits for. */
  end(path: string, by: PendingKind, isUnknown: boolean): void {
    this.#table.release(path, by);
    const watched = this.#table.at(path);
    if (watched !== undefined && isUnknown) {
      watched.hasLeftovers = true;
      if (by === 'read') this.#modes.keepAny(path);
    }
    this.#tidy(path);
  }

  /**
   * Adds a listener; called when the reply comes that says that the server watches. Servers before 3.9 keep but one mode for a
   * path, the last: where a recursive watch was, it is set again, as the other one can rest on it; and so is this one, where a
   * watch for one event was asked for behind it.
   */
  register(path: string, kind: WatchKind, listener: WatchListener): void {
    this.#table.add(path, kind, listener);
    if (kind === 'persistent') this.#modes.keep(path, 'recursive');
    const watched = this.#table.at(path);
    if (watched?.hasPersistent !== true || !watched.isOvertaken) return;
    watched.isOvertaken = false;
    this.#modes.keepAny(path);
  }

  /** The server is being asked for a watch for one event. */
  noteAsked(path: string): void {
    const watched = this.#table.at(path);
    if (watched !== undefined && watched.pending.added > 0) watched.isOvertaken = true;
  }

  /**
   * The server has set a watch for one event that a watch for good, set meanwhile, covers. Servers before 3.9 have no other for
   * the path now: that one is set again.
   */
  noteSet(path: string, kind: WatchKind): void {
    if (covers(this.#table.at(path), kind)) this.#modes.keepAny(path);
  }

  /** Takes a listener out, whichever of the kinds it has, and has the server drop what nobody watches any more. */
  leave(path: string, kinds: readonly WatchKind[], listener: WatchListener): void {
    for (const kind of kinds) {
      if (this.#table.delete(path, kind, listener)) this.#dropUnwatched(path, kind);
    }
  }

  /** Has watches removed by `remove`: what is read behind it does not rest on them. */
  async whileRemoving(path: string, remove: () => Promise<void>): Promise<void> {
    const watched = this.#table.at(path);
    if (watched === undefined) return remove();
    watched.removalCount++;
    try {
      await remove();
    } finally {
      watched.removalCount--;
      this.#tidy(path);
    }
  }

  /** Takes all listeners of some kinds out and tells them; the server has dropped the watches, or keeps them as `leftovers`. */
  drop(path: string, kinds: readonly WatchKind[], leftovers: 'leftovers' | undefined): void {
    const watched = this.#table.at(path);
    if (watched !== undefined && leftovers !== undefined) watched.hasLeftovers = true;
    for (const kind of kinds) {
      for (const listener of this.#table.clear(path, kind)) listener.onRemoved(path, kind);
    }
    this.#tidy(path);
  }

  handleEvent(event: WatcherEvent, zxid: bigint): void {
    const { type, path } = event;
    if (!isServedEventType(type)) return;
    const at = zxid > 0n ? zxid : undefined;
    this.#tell(type, path, at);
    if (at === undefined && (type === EventType.NodeCreated || type === EventType.NodeDeleted)) this.#tellParent(path);
  }

  connectionLost(): void {
    this.#isLive = false;
    this.#postponed.clear();
  }

  stateChanged(state: ConnectionState): void {
    if (state.status !== 'closed') return;
    this.connectionLost();
    for (const listener of this.#table.drain()) listener.onEnd(state.error);
  }

  greet(line: GreetingLine, kind: SessionKind): undefined {
    this.#isLive = true;
    for (const [, watched] of this.#table.all()) watched.reconnected();
    this.#rearming.begin(line, kind);
  }

  /** The error of an operation that this server refused lately, as asking again would cost the connection. */
  refusal(opCode: number, path: string, operation: string): UnimplementedError | undefined {
    const server = this.#server();
    if (server === undefined || !this.#missing.has(server, opCode)) return undefined;
    return new UnimplementedError(path, { operation, outcome: 'not-executed' });
  }

  /** Remembers a refusal; called in the turn of the reply. */
  noteReply(opCode: number, code: number): void {
    if (code !== ErrorCode.Unimplemented) return;
    const server = this.#server();
    if (server === undefined) return;
    this.#missing.add(server, opCode);
    this.#missingForGood.add(server, opCode);
  }

  #tell(type: ServedEventType, path: string, zxid: bigint | undefined): void {
    const concerned = this.#table.take(type, path);
    for (const listener of concerned) listener.onEvent(type, path, zxid);
    this.#tidy(path);
    publishEvent(type, path, zxid, concerned);
  }

  /**
   * A server before 3.9, whose events have no zxid, tells a path with a recursive watch nothing of its children but this. The
   * watch may be there still when those who set it have gone.
   */
  #tellParent(path: string): void {
    const parent = parentPath(path);
    const watched = this.#table.at(parent);
    if (path === '/' || watched === undefined) return;
    if (!watched.has('recursive') && !watched.hasLeftovers) return;
    if (watched.has('persistent') || watched.has('child')) this.#tell(EventType.NodeChildrenChanged, parent, undefined);
  }

  #dropUnwatched(path: string, kind: WatchKind): void {
    const watched = this.#table.at(path);
    if (watched === undefined || watched.has(kind)) return;
    const removal = removalOf(watched, kind);
    if (removal === undefined) watched.hasLeftovers = true;
    else this.#askToRemove(path, removal);
    if (watched.isIdle) this.#table.forget(path);
  }

  #server(): string | undefined {
    const { state } = this.#requests;
    return state.status === 'connected' ? formatEndpoint(state.server) : undefined;
  }

  #onRearmed(request: SetWatches2, reason: ResyncReason): void {
    for (const path of request.persistentWatches) this.#resync(path, 'persistent', reason);
    for (const path of request.persistentRecursiveWatches) this.#resync(path, 'recursive', reason);
  }

  #resync(path: string, kind: WatchKind, reason: ResyncReason): void {
    const listeners = this.#table.at(path)?.listeners(kind);
    if (listeners === undefined || listeners.size === 0) return;
    for (const listener of listeners) listener.onResync(reason);
    publishResync(path, reason, listeners);
  }

  #onRefused(request: SetWatches2, error: ZooKeeperError): void {
    if (error instanceof UnimplementedError) {
      this.#failAll(this.#table.paths('persistent'), 'persistent', error);
      this.#failAll(this.#table.paths('recursive'), 'recursive', error);
      return;
    }
    this.#failAll(request.dataWatches, 'data', error);
    this.#failAll(request.existWatches, 'exist', error);
    this.#failAll(request.childWatches, 'child', error);
    this.#failAll(request.persistentWatches, 'persistent', error);
    this.#failAll(request.persistentRecursiveWatches, 'recursive', error);
  }

  #failAll(paths: Iterable<string>, kind: WatchKind, error: ZooKeeperError): void {
    for (const path of [...paths]) {
      for (const listener of this.#table.clear(path, kind)) listener.onRefused(path, kind, error);
      this.#tidy(path);
    }
  }

  #tidy(path: string): void {
    const watched = this.#table.at(path);
    if (watched?.isIdle !== true) return;
    if (watched.hasLeftovers) this.#askToRemove(path, WatcherType.Any);
    this.#table.forget(path);
  }

  /** A watch that stays on the server costs an event that concerns nobody: no error matters. */
  #askToRemove(path: string, type: WatcherType): void {
    this.#ask(dropShape, { path, type }, (code) => {
      if (code === ErrorCode.MarshallingError && type === WatcherType.PersistentRecursive)
        this.#modes.setAgain(path, 'persistent');
    });
  }

  /** Sends a request that nobody waits for, if there is a server and it may understand it. Without an answer there is no code. */
  #ask<Request extends { readonly path: string }, Response>(
    shape: CallShape<Request, Response, undefined>,
    request: Request,
    onAnswer: (code: number | undefined) => void,
  ): void {
    const { path } = request;
    const { opCode } = shape.operation;
    const server = this.#server();
    if (!this.#isLive || (server !== undefined && this.#missingForGood.has(server, opCode))) {
      onAnswer(undefined);
      return;
    }
    let isAnswered = false;
    const onReply = (code: number): void => {
      isAnswered = true;
      this.noteReply(opCode, code);
      onAnswer(code);
    };
    const asked = { shape, request, path, chroot: noChroot, onReply, ...OWN_REQUEST };
    this.#requests.submit(asked).catch(() => {
      if (!isAnswered) onAnswer(undefined);
    });
  }
}
