import { inspect } from 'node:util';
import { Credentials } from './auth/credentials.ts';
import { authGreeters } from './auth/greeters.ts';
import type { CallOptions } from './call-options.ts';
import { Chroot, noChroot } from './chroot.ts';
import { type CloseOptions, closeRules } from './close-options.ts';
import { type ClientEventMap, type ListenerOptions, problemOfListener, type StateChange } from './client-events.ts';
import type { ResolvedOptions } from './client-options.ts';
import type { ConnectionState, SessionInfo } from './connection-state.ts';
import { addAuth } from './operations/add-auth.ts';
import type { Acl } from '@zookit/protocol';
import type { DataCodec } from './codecs/data-codec.ts';
import { childCount, type ChildCountOptions } from './operations/child-count.ts';
import type { Children } from './operations/children.ts';
import type { OperationContext } from './operations/context.ts';
import type { CreateOptions } from './operations/create-options.ts';
import type { Created } from './operations/create-request.ts';
import { create } from './operations/create.ts';
import type { DataInput } from './operations/data.ts';
import type { DeleteOptions } from './operations/delete-shape.ts';
import { deleteNode } from './operations/delete.ts';
import { MissingOperations } from './missing-operations.ts';
import { Downgrades } from './operations/downgrades.ts';
import { config, type EnsembleConfig } from './operations/ensemble-config.ts';
import { ensurePath, type EnsurePathOptions } from './operations/ensure-path.ts';
import { createEphemeral, type EphemeralNode, type EphemeralOptions } from './operations/ephemeral-node.ts';
import { ephemerals } from './operations/ephemerals.ts';
import { type Fence, fenceOf } from './operations/fence.ts';
import { getAcl, type NodeAcl } from './operations/get-acl.ts';
import type { NodeData } from './operations/get.ts';
import { multiRead, type Read, type ReadResults } from './operations/multi-read.ts';
import { NodeHandle } from './operations/node-handle.ts';
import type { Operations } from './operations/operations.ts';
import { type EnsembleChange, reconfig, type ReconfigOptions } from './operations/reconfig.ts';
import { problemOfPath, refusal } from './operations/refusal.ts';
import { setAcl } from './operations/set-acl.ts';
import { set } from './operations/set.ts';
import { sync } from './operations/sync.ts';
import { type Transaction, TransactionBuilder } from './operations/transaction.ts';
import type { VersionOptions } from './operations/version-options.ts';
import { problemOfOptions } from './option-rules.ts';
import { ready, type ReadyOptions } from './ready.ts';
import { problemOfServers, resolveServers, type Servers } from './servers.ts';
import { walk, type WalkedNode, type WalkOptions } from './operations/walk.ts';
import { type Identity, whoAmI } from './operations/who-am-i.ts';
import type { Obstacle } from './session/obstacle.ts';
import { OrderedRequests } from './session/ordered-requests.ts';
import type { Session } from './session/session.ts';
import { showClient } from './show-client.ts';
import { StateStream } from './state-stream.ts';
import type { Stat } from './stat.ts';
import { addWatch, type AddWatchOptions } from './watches/add-watch.ts';
import {
  childrenAndWatch,
  existsAndWatch,
  getAndWatch,
  type WatchedChildren,
  type WatchedData,
  type WatchedStat,
} from './watches/and-watch.ts';
import { type AddressMapping, type EnsembleUpdate, trackEnsemble } from './watches/ensemble-tracking.ts';
import type { Observation, ObserveOptions } from './watches/observation.ts';
import { observe, observeChildren, type Observed } from './watches/observe.ts';
import { checkWatches, removeWatches, type RemoveWatchesOptions } from './watches/remove-watches.ts';
import type { Watcher } from './watches/watch-event.ts';
import type { WatchSelection } from './watches/watch-kind.ts';
import type { Watch } from './watches/watch-stream.ts';
import { watch, type WatchOptions } from './watches/watch.ts';
import { Watches } from './watches/watches.ts';
import { childrenWithWatcher, existsWithWatcher, getWithWatcher } from './watches/with-watcher.ts';
import type { ReadOptions } from './watches/read-options.ts';

const NEVER = new AbortController().signal;

/** What a client is made of. */
export interface ClientParts {
  readonly session: Session;
  readonly events: EventTarget;
  /** Of a view; undefined for a client of its own. */
  readonly context?: OperationContext | undefined;
}

/**
 * A session with an ensemble; `connect` makes one. Calls reject with `ZooKeeperError`. Those that wait for a connection are
 * sent when there is one. Of those that were sent and not answered when it broke, reads are sent again; for writes the next
 * server is asked, and `ConnectionLossError` with the outcome `unknown` remains for what that cannot prove.
 */
export class ZooKeeper implements Operations {
  readonly #options: ResolvedOptions;
  readonly #session: Session;
  readonly #events: EventTarget;
  readonly #context: OperationContext;

  static {
    Object.defineProperty(this.prototype, inspect.custom, { value: showClient });
  }

  /** A client for a session, or another view of the session of one. */
  constructor(options: ResolvedOptions, { session, events, context }: ClientParts) {
    this.#options = options;
    this.#events = events;
    this.#session = session;
    this.#context = context ?? this.#wholeView();
    if (context === undefined && options.mapAddress !== undefined) this.#trackEnsemble(options.mapAddress);
  }

  get client(): ZooKeeper {
    return this.#context.client;
  }

  /** How the client stands to its ensemble now. */
  get state(): ConnectionState {
    return this.#session.state;
  }

  /** The last zxid that a reply told. */
  get lastZxid(): bigint {
    return this.#session.lastZxid;
  }

  /** Begins to connect, and waits for nothing. Of use with `lazy`: otherwise `connect` has done it. */
  start(): void {
    this.#session.start();
  }

  /** Resolves when the client is connected to a server that has a quorum, or to any with `allowReadOnly`. */
  ready(options: ReadyOptions = {}): Promise<SessionInfo> {
    const { environment, requestTimeoutMs } = this.#options;
    this.#session.start();
    const obstacle = (): Obstacle | undefined => this.#session.obstacle;
    const context = { clock: environment.clock, timeoutMs: requestTimeoutMs, operation: 'ready', obstacle };
    return ready(this, options, context);
  }

  /**
   * The state now, then each one that follows, none left out. Ends behind `closed` and by `signal`. A reader that is 1,024
   * states behind gets `QueueFullError`.
   */
  states({ signal }: { readonly signal?: AbortSignal | undefined } = {}): AsyncIterableIterator<ConnectionState> {
    const over = new AbortController();
    const stream = new StateStream(this.state, () => over.abort());
    this.addEventListener('state', ({ detail }) => stream.push(detail.state), { signal: over.signal });
    const end = (): void => void stream.return();
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { signal: over.signal });
    return stream;
  }

  /**
   * Takes a new list of servers. The client goes to another one where that keeps the clients evenly spread over the ensemble,
   * when what it has sent is answered; its session goes with it.
   */
  async updateServerList(servers: Servers, { signal = NEVER }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const problem = problemOfServers(servers);
    if (problem !== undefined) throw refusal('updateServerList', undefined, problem);
    const { provider, chroot } = resolveServers(servers);
    if (chroot !== undefined) throw refusal('updateServerList', chroot, 'a new list of servers has no chroot');
    this.#session.updateServers(await provider({ signal }), provider);
  }

  create(path: string, data: DataInput = null, options: CreateOptions = {}): Promise<Created> {
    return create(this.#context, path, data, options);
  }

  createEphemeral(path: string, data: DataInput = null, options: EphemeralOptions = {}): Promise<EphemeralNode> {
    return createEphemeral(this.#context, path, data, options);
  }

  ensurePath(path: string, options?: EnsurePathOptions): Promise<void> {
    return ensurePath(this.#context, path, options);
  }

  get(path: string, options?: ReadOptions): Promise<NodeData> {
    return getWithWatcher(this.#context, path, options);
  }

  set(path: string, data: DataInput, options?: VersionOptions): Promise<Stat> {
    return set(this.#context, path, data, options);
  }

  delete(path: string, options?: DeleteOptions): Promise<boolean> {
    return deleteNode(this.#context, path, options);
  }

  exists(path: string, options?: ReadOptions): Promise<Stat | undefined> {
    return existsWithWatcher(this.#context, path, options);
  }

  children(path: string, options?: ReadOptions): Promise<Children> {
    return childrenWithWatcher(this.#context, path, options);
  }

  watch(path: string, options?: WatchOptions): Watch {
    return watch(this.#context, path, options);
  }

  observe(path: string, options?: ObserveOptions): Observation<Observed<Uint8Array>> {
    return observe(this.#context, path, options);
  }

  observeChildren(path: string, options?: ObserveOptions): Observation<readonly string[] | undefined> {
    return observeChildren(this.#context, path, options);
  }

  getAndWatch(path: string, options?: CallOptions): Promise<WatchedData> {
    return getAndWatch(this.#context, path, options);
  }

  existsAndWatch(path: string, options?: CallOptions): Promise<WatchedStat> {
    return existsAndWatch(this.#context, path, options);
  }

  childrenAndWatch(path: string, options?: CallOptions): Promise<WatchedChildren> {
    return childrenAndWatch(this.#context, path, options);
  }

  addWatch(path: string, watcher: Watcher, options?: AddWatchOptions): Promise<void> {
    return addWatch(this.#context, path, watcher, options);
  }

  removeWatches(path: string, selection: WatchSelection, options?: RemoveWatchesOptions): Promise<void> {
    return removeWatches(this.#context, path, selection, options);
  }

  checkWatches(path: string, selection: WatchSelection, options?: CallOptions): Promise<boolean> {
    return checkWatches(this.#context, path, selection, options);
  }

  childCount(path: string, options?: ChildCountOptions): Promise<number> {
    return childCount(this.#context, path, options);
  }

  walk(path: string, options?: WalkOptions): AsyncGenerator<WalkedNode, void, undefined> {
    return walk(this.#context, path, options);
  }

  ephemerals(prefix = '/', options?: CallOptions): Promise<readonly string[]> {
    return ephemerals(this.#context, prefix, options);
  }

  getAcl(path: string, options?: CallOptions): Promise<NodeAcl> {
    return getAcl(this.#context, path, options);
  }

  setAcl(path: string, acl: readonly Acl[], options?: VersionOptions): Promise<Stat> {
    return setAcl(this.#context, path, acl, options);
  }

  sync(path = '/', options?: CallOptions): Promise<void> {
    return sync(this.#context, path, options);
  }

  transaction(): Transaction {
    return new TransactionBuilder(this.#context);
  }

  fence(first: Created, ...others: readonly Created[]): Fence {
    return fenceOf(this.#context, first, others);
  }

  multiRead<const Reads extends readonly Read<unknown>[]>(
    reads: Reads,
    options?: CallOptions,
  ): Promise<ReadResults<Reads>> {
    return multiRead(this.#context, reads, options);
  }

  node<Value>(path: string, codec: DataCodec<Value>): NodeHandle<Value> {
    return new NodeHandle(this.#context, path, codec);
  }

  namespace(path: string): Operations {
    const problem = problemOfPath(path);
    if (problem !== undefined) throw refusal('namespace', path, problem);
    const { chroot, defaultAcl } = this.#context;
    const inside = noChroot.below(path);
    return this.#view({
      ...this.#context,
      chroot: chroot.below(path),
      defaultAcl: (below) => defaultAcl(inside.join(below)),
    });
  }

  /**
   * A view that keeps its calls in their order: once nobody knows what became of one, those behind it that were not sent, and
   * all that follow, reject with `InvalidStateError` and are not carried out. They are not tried again either when the server
   * postpones them. Disposed of, it takes no more calls.
   */
  ordered(): Operations & Disposable {
    const requests = new OrderedRequests(this.#context.requests);
    const view = this.#view({ ...this.#context, requests });
    return Object.assign(view, { [Symbol.dispose]: () => requests[Symbol.dispose]() });
  }

  /**
   * Presents a credential: the operations that are called from now on have its rights. It is presented again on each
   * connection, before anything else. Rejects with `AuthFailedError`, and ends the client, when the server does not take it.
   */
  addAuth(scheme: string, auth: string | Uint8Array, options?: CallOptions): Promise<void> {
    return addAuth(this.#context, { scheme, auth }, options);
  }

  /** As whom the connection is authenticated, in no order. For servers from 3.7 on. */
  whoAmI(options?: CallOptions): Promise<readonly Identity[]> {
    return whoAmI(this.#context, options);
  }

  /** Which servers form the ensemble. */
  config(options?: CallOptions): Promise<EnsembleConfig> {
    return config(this.#context, options);
  }

  /** Changes which servers form the ensemble; resolves with the new configuration. */
  reconfig(change: EnsembleChange, options?: ReconfigOptions): Promise<EnsembleConfig> {
    return reconfig(this.#context, change, options);
  }

  /** Calls `listener` for each event of a type. */
  addEventListener<Type extends keyof ClientEventMap>(
    type: Type,
    listener: (event: ClientEventMap[Type]) => void,
    options: ListenerOptions = {},
  ): void {
    const problem = problemOfListener(type, options);
    if (problem !== undefined) throw refusal('addEventListener', undefined, problem);
    const { signal, once = false } = options;
    this.#events.addEventListener(type, listener as (event: Event) => void, { once, ...(signal && { signal }) });
  }

  /** Calls `listener` no more. */
  removeEventListener<Type extends keyof ClientEventMap>(
    type: Type,
    listener: (event: ClientEventMap[Type]) => void,
  ): void {
    this.#events.removeEventListener(type, listener as (event: Event) => void);
  }

  /**
   * Ends the session, so that its ephemeral znodes go. Calls that were sent are answered first, those that wait for a
   * connection reject with `ClosingError`. Resolves within `timeoutMs` (default: that of a call), whatever the server does.
   * With `keepSession` the session and its ephemeral znodes live on until it times out, or a client resumes it.
   */
  async close(options: CloseOptions = {}): Promise<void> {
    const problem = problemOfOptions(options, closeRules);
    if (problem !== undefined) throw refusal('close', undefined, problem);
    const { timeoutMs = this.#options.requestTimeoutMs, keepSession = false } = options;
    await this.#session.close({ timeoutMs, keepSession });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #wholeView(): OperationContext {
    const { chroot, defaultAcl, environment, requestTimeoutMs } = this.#options;
    const missing = new MissingOperations(environment.clock);
    const { packetBytes } = this.#options.limits;
    const watches = new Watches(this.#session, missing, { clock: environment.clock, packetBytes });
    const credentials = new Credentials(this.#options.auth);
    this.#session.attach({ watches, greeters: [...authGreeters(this.#options, credentials), watches] });
    return {
      requests: this.#session,
      background: this.#session,
      watches,
      credentials,
      chroot: new Chroot(chroot),
      defaultAcl,
      downgrades: new Downgrades(missing),
      clock: environment.clock,
      requestTimeoutMs,
      client: this,
    };
  }

  /** A lazy client stays so: nothing is asked before there is a connection. */
  #trackEnsemble(mapAddress: AddressMapping): void {
    const onConnected = new AbortController();
    const onState = ({ detail }: CustomEvent<StateChange>): void => {
      if (detail.state.status !== 'connected') return;
      onConnected.abort();
      const onUpdate = (update: EnsembleUpdate): void => this.#takeEnsemble(update);
      trackEnsemble(this.#context, mapAddress, onUpdate).catch((error: unknown) => {
        process.emitWarning(`the ensemble is not followed any more: ${String(error)}`, { code: 'ZOOKIT_TRACKING' });
      });
    };
    this.addEventListener('state', onState, { signal: onConnected.signal });
  }

  #takeEnsemble(update: EnsembleUpdate): void {
    const { endpoints } = update;
    this.#session.updateServers(endpoints, () => Promise.resolve(endpoints));
    this.#events.dispatchEvent(new CustomEvent<EnsembleUpdate>('ensemble', { detail: update }));
  }

  #view(context: OperationContext): Operations {
    return new ZooKeeper(this.#options, { session: this.#session, events: this.#events, context });
  }
}
