import type { ZooKeeperError } from '@zookit/protocol';
import type { ConnectionState, SessionInfo } from '../connection-state.ts';
import type { Clock, Timer } from '../environment.ts';
import type { Endpoint } from '../transport/transport.ts';

/** A connection that has a session. */
export interface Connected {
  readonly isResumed: boolean;
  readonly isReadOnly: boolean;
  readonly session: SessionInfo;
  readonly server: Endpoint;
}

/** How the client stands to its ensemble: the state, and what leads from one to the next. */
export class StateMachine {
  readonly #clock: Clock;
  readonly #onChange: (state: ConnectionState, previous: ConnectionState) => void;
  #state: ConnectionState = { status: 'connecting', attempt: 0, lastError: undefined };
  #deadlineTimer: Timer | undefined;

  constructor(clock: Clock, onChange: (state: ConnectionState, previous: ConnectionState) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The client begins to connect. */
  started(): void {
    if (this.#state.status === 'connecting') this.#state = { ...this.#state, attempt: 1 };
  }

  /** There is a session on a connection. */
  connected({ isResumed, isReadOnly, session, server }: Connected): void {
    this.#change({ status: 'connected', isResumed, isReadOnly, session, server });
  }

  /** A connection, or the attempt at one, failed. The server was heard last at `heardAt`. */
  disconnected(error: Error, heardAt: number): void {
    const state = this.#state;
    if (state.status === 'connecting') {
      this.#change({ status: 'connecting', attempt: state.attempt + 1, lastError: error });
    } else if (state.status === 'connected') {
      const { session } = state;
      const since = this.#clock.now();
      const deadline = heardAt + session.timeoutMs;
      this.#change({ status: 'suspended', since, deadline, session, error });
      this.#deadlineTimer = this.#clock.schedule(() => this.#onDeadline(), Math.max(0, deadline - since));
    }
  }

  /** A server said that the session is gone. */
  expired(session: SessionInfo): void {
    this.#change({ status: 'lost', by: 'server', session });
  }

  /** The client has ended. Nothing follows. */
  closed(error: ZooKeeperError | undefined): void {
    this.#change({ status: 'closed', error });
  }

  #onDeadline(): void {
    if (this.#state.status !== 'suspended') return;
    this.#change({ status: 'lost', by: 'deadline', session: this.#state.session });
  }

  #change(state: ConnectionState): void {
    const previous = this.#state;
    if (previous.status === 'closed') return;
    this.#deadlineTimer?.cancel();
    this.#state = state;
    this.#onChange(state, previous);
  }
}
