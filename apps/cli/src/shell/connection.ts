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
    this.#opening = this.#begin();
    // Whoever waits for it is told; with nobody waiting, the prompt tells.
    this.#opening.catch(() => undefined);
  }

  /**
   * Waits for the session. Rejects when `signal` is aborted, or all servers were tried in vain.
   */
  async ready(signal: AbortSignal): Promise<ZooKeeper> {
    if (this.#opening === undefined) throw new ShellError('Not connected');
    const client = await this.#opening;
    if (client.state.status === 'connected') return client;
    if (client.state.status === 'closed') throw new ShellError('Not connected');
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
    const client = await opening?.catch(() => undefined);
    await client?.close({ keepSession: keepsSession });
  }

  async #begin(): Promise<ZooKeeper> {
    const { openClient } = await import('./open-client.ts');
    const client = await openClient(this.#settings, ({ error }) => {
      for (const reject of this.#waiting) reject(error);
    });
    this.#client = client;
    client.addEventListener('state', ({ detail }) => this.#onState(detail));
    client.start();
    return client;
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
