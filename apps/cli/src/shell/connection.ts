import type { ConnectionState, StateChange, ZooKeeper } from '@zookit/client';
import type { ConnectionSettings } from './connection-settings.ts';
import { connectFailure } from './failure/connect-failure.ts';
import { notConnected } from './failure/not-connected.ts';

/** The words for a session's state in the prompt. Source: `ZooKeeper.States`. */
export type StateName = 'CONNECTING' | 'CONNECTED' | 'CONNECTEDREADONLY' | 'CLOSED' | 'AUTH_FAILED';

/** The one session that the shell has at a time. */
export class Connection {
  #settings: ConnectionSettings;
  readonly #onState: (change: StateChange) => void;
  #opening: Promise<ZooKeeper> | undefined;
  #client: ZooKeeper | undefined;
  #hasFailed = false;
  readonly #waiting = new Set<(failure: Error) => void>();

  constructor(settings: ConnectionSettings, onState: (change: StateChange) => void) {
    this.#settings = settings;
    this.#onState = onState;
  }

  get settings(): ConnectionSettings {
    return this.#settings;
  }

  /** The session. Throws when there is none. */
  get client(): ZooKeeper {
    if (this.#client === undefined) throw notConnected();
    return this.#client;
  }

  get stateName(): StateName {
    if (this.#client !== undefined) return stateNameOf(this.#client.state);
    return this.#opening === undefined || this.#hasFailed ? 'CLOSED' : 'CONNECTING';
  }

  /** Begins to connect. */
  open(): void {
    this.#opening = this.#begin();
    this.#opening.catch(() => (this.#hasFailed = true));
  }

  /** Why it could not begin to connect, as with settings that make no sense; undefined when it has. */
  async failure(): Promise<unknown> {
    try {
      await this.#opening;
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Ends the session, and begins to connect to other servers. Rejects when that makes no sense: then the session stays. */
  async reopen(settings: ConnectionSettings): Promise<void> {
    const client = await this.#create(settings);
    await this.close();
    this.#settings = settings;
    this.#opening = Promise.resolve(client);
    this.#start(client);
  }

  /**
   * Waits for the session. Rejects when `signal` is aborted, or all servers were tried in vain.
   */
  async ready(signal: AbortSignal): Promise<ZooKeeper> {
    if (this.#opening === undefined) throw notConnected();
    const client = await this.#opening;
    if (client.state.status === 'connected') return client;
    if (client.state.status === 'closed') throw notConnected();
    const { sessionTimeoutMs, servers, isPatient } = this.#settings;
    const inVain = isPatient ? undefined : this.#triedInVain();
    try {
      const connected = client.ready({ signal, timeoutMs: sessionTimeoutMs, allowReadOnly: true });
      await (inVain === undefined ? connected : Promise.race([connected, inVain.failure]));
      return client;
    } catch (error) {
      signal.throwIfAborted();
      throw connectFailure(error, servers);
    } finally {
      inVain?.forget();
    }
  }

  /** Ends the session, so that its ephemeral znodes go; or leaves it to time out. */
  async close({ keepsSession = false }: { readonly keepsSession?: boolean } = {}): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#client = undefined;
    this.#hasFailed = false;
    const client = await opening?.catch(() => undefined);
    await client?.close({ keepSession: keepsSession });
  }

  async #begin(): Promise<ZooKeeper> {
    const client = await this.#create(this.#settings);
    this.#start(client);
    return client;
  }

  async #create(settings: ConnectionSettings): Promise<ZooKeeper> {
    const { openClient } = await import('./open-client.ts');
    return openClient(settings, ({ error }) => {
      for (const reject of this.#waiting) reject(error);
    });
  }

  #start(client: ZooKeeper): void {
    this.#client = client;
    client.addEventListener('state', ({ detail }) => this.#onState(detail));
    client.start();
  }

  /** Rejects when all servers have been tried in vain. */
  #triedInVain(): { readonly failure: Promise<never>; forget(): void } {
    let forget: () => void = () => undefined;
    const failure = new Promise<never>((_, reject) => {
      this.#waiting.add(reject);
      forget = () => void this.#waiting.delete(reject);
    });
    return { failure, forget };
  }
}

function stateNameOf(state: ConnectionState): StateName {
  switch (state.status) {
    case 'connected':
      return state.isReadOnly ? 'CONNECTEDREADONLY' : 'CONNECTED';
    case 'closed':
      return state.error?.code === AUTH_FAILED ? 'AUTH_FAILED' : 'CLOSED';
    case 'connecting':
    case 'suspended':
    case 'lost':
      return 'CONNECTING';
  }
}

const AUTH_FAILED = -115;
