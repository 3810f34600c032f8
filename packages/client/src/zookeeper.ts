import { assertTimeout, type CallOptions } from './call-options.ts';
import type { ResolvedOptions } from './client-options.ts';
import type { ConnectionState } from './connection-state.ts';
import { childrenShape, type Children } from './operations/children.ts';
import { type Created, type CreateOptions, createRequestOf, createShape } from './operations/create.ts';
import { bytesOf, type DataInput } from './operations/data.ts';
import { deleteShape } from './operations/delete.ts';
import { existsShape } from './operations/exists.ts';
import { getShape, type NodeData } from './operations/get.ts';
import { setShape, type VersionOptions } from './operations/set.ts';
import type { CallShape } from './session/call-shape.ts';
import { Session } from './session/session.ts';
import type { Stat } from './stat.ts';

const ANY_VERSION = -1;

/** A change of the {@link ConnectionState}. */
export interface StateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
}

/** The events of a {@link ZooKeeper}. */
export interface ClientEventMap {
  /** The state has changed; told once for each change, in order. */
  readonly state: CustomEvent<StateChange>;
}

/** How a listener is added. */
export interface ListenerOptions {
  readonly signal?: AbortSignal | undefined;
  readonly once?: boolean | undefined;
}

/**
 * A session with an ensemble; `connect` makes one. Calls reject with `ZooKeeperError`. Those that wait for a connection are
 * sent when there is one; those that were sent and not answered when it broke reject with `ConnectionLossError`.
 */
export class ZooKeeper {
  readonly #options: ResolvedOptions;
  readonly #session: Session;
  readonly #events = new EventTarget();

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#session = new Session(options, (state, previous) => {
      this.#events.dispatchEvent(new CustomEvent<StateChange>('state', { detail: { state, previous } }));
    });
  }

  /** How the client stands to its ensemble now. */
  get state(): ConnectionState {
    return this.#session.state;
  }

  /** The last zxid that a reply told. */
  get lastZxid(): bigint {
    return this.#session.lastZxid;
  }

  /** Begins to connect. `connect` does it. */
  start(): void {
    this.#session.start();
  }

  /** Creates a znode. */
  async create(path: string, data: DataInput = null, options: CreateOptions = {}): Promise<Created> {
    const { chroot } = this.#session;
    const serverPath = options.sequential === true ? chroot.resolveSequential(path) : chroot.resolve(path);
    return this.#call(createShape, createRequestOf(serverPath, bytesOf(data), options), path, options);
  }

  /** The data of a znode. */
  async get(path: string, options?: CallOptions): Promise<NodeData> {
    return this.#call(getShape, { path: this.#session.chroot.resolve(path), watch: false }, path, options);
  }

  /** Sets the data of a znode. */
  async set(path: string, data: DataInput, options?: VersionOptions): Promise<Stat> {
    const version = options?.version ?? ANY_VERSION;
    const request = { path: this.#session.chroot.resolve(path), data: bytesOf(data), version };
    return this.#call(setShape, request, path, options);
  }

  /** Deletes a znode that has no children. */
  async delete(path: string, options?: VersionOptions): Promise<void> {
    const version = options?.version ?? ANY_VERSION;
    return this.#call(deleteShape, { path: this.#session.chroot.resolve(path), version }, path, options);
  }

  /** The stat of a znode; undefined when there is none. */
  async exists(path: string, options?: CallOptions): Promise<Stat | undefined> {
    return this.#call(existsShape, { path: this.#session.chroot.resolve(path), watch: false }, path, options);
  }

  /** The names of a znode's children. */
  async children(path: string, options?: CallOptions): Promise<Children> {
    return this.#call(childrenShape, { path: this.#session.chroot.resolve(path), watch: false }, path, options);
  }

  /** Calls `listener` for each event of a type. */
  addEventListener<Type extends keyof ClientEventMap>(
    type: Type,
    listener: (event: ClientEventMap[Type]) => void,
    options: ListenerOptions = {},
  ): void {
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
   */
  async close(options: Pick<CallOptions, 'timeoutMs'> = {}): Promise<void> {
    const timeoutMs = options.timeoutMs ?? this.#options.requestTimeoutMs;
    assertTimeout(timeoutMs, 'close');
    await this.#session.close(timeoutMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #call<Request, Response, Result>(
    shape: CallShape<Request, Response, Result>,
    request: Request,
    path: string,
    options: CallOptions | undefined,
  ): Promise<Result> {
    return this.#session.submit({ shape, request, path, options });
  }
}
