import type { ConnectionState, StateChange, ZooKeeper } from '@zookit/client';
import type { ConnectionSettings } from './connection-settings.ts';
import { connectFailure } from './failure/connect-failure.ts';
import { ShellError } from './failure/shell-error.ts';

/** The words for a session's state in the prompt. Source: `ZooKeeper.States`. */
export type StateName = 'CONNECTING' | 'CONNECTED' | 'CONNECTEDREADONLY' | 'CLOSED' | 'AUTH_FAILED';

/** The one session that the shell has at a time. */
export class Connection {
  #settings: ConnectionSettings;
  readonly #onState: (change: StateChange) => void;
  #opening: Promise<ZooKeeper> | undefined;
  #client: ZooKeeper | undefined;
  #giveUp = new AbortController();

  constructor(settings: ConnectionSettings, onState: (change: StateChange) => void) {
    this.#settings = settings;
    this.#onState = onState;
  }

  get settings(): ConnectionSettings {
    return this.#settings;
  }

  /** The session. Throws when there is none. */
  get client(): ZooKeeper {
    if (this.#client === undefined) throw new ShellError('Not connected');
    return this.#client;
  }

  get stateName(): StateName {
    if (this.#client !== undefined) return stateNameOf(this.#client.state);
    return this.#opening === undefined ? 'CLOSED' : 'CONNECTING';
  }

  /** Begins to connect, to other servers if there are new settings. What was open must have been closed. */
  open(settings: ConnectionSettings = this.#settings): void {
    this.#settings = settings;
    this.#giveUp = new AbortController();
    this.#opening = this.#connect(this.#giveUp.signal);
    // Whoever waits for it is told; with nobody waiting, the prompt tells.
    this.#opening.catch(() => undefined);
  }

  /** Waits for the session. Rejects when no server could be reached, or `signal` is aborted. */
  async ready(signal: AbortSignal): Promise<ZooKeeper> {
    if (this.#opening === undefined) throw new ShellError('Not connected');
    const client = await orAbort(this.#opening, signal);
    if (client.state.status === 'closed') throw new ShellError('Not connected');
    return client;
  }

  /** Ends the session, so that its ephemeral znodes go. */
  async close(): Promise<void> {
    this.#giveUp.abort();
    const client = this.#client;
    this.#client = undefined;
    this.#opening = undefined;
    await client?.close();
  }

  async #connect(signal: AbortSignal): Promise<ZooKeeper> {
    const { connect } = await import('@zookit/client');
    const { servers, sessionTimeoutMs } = this.#settings;
    try {
      const client = await connect({ connect: servers, sessionTimeoutMs }, { signal });
      this.#client = client;
      this.#onState({ state: client.state, previous: { status: 'connecting', attempt: 0, lastError: undefined } });
      client.addEventListener('state', ({ detail }) => this.#onState(detail));
      return client;
    } catch (error) {
      if (!signal.aborted) this.#opening = undefined;
      throw connectFailure(error, servers);
    }
  }
}

function stateNameOf(state: ConnectionState): StateName {
  switch (state.status) {
    case 'connected':
      return 'CONNECTED';
    case 'closed':
      return 'CLOSED';
    case 'connecting':
    case 'suspended':
    case 'lost':
      return 'CONNECTING';
  }
}

/** What `promise` comes to, unless `signal` is aborted first: then its reason is thrown. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
