import type { ClientEnvironment, Timer } from '../environment.ts';
import type { Endpoint, Transport, TransportEvents } from '../transport/transport.ts';

const INTERVAL_FIRST_MS = 100;
const INTERVAL_MAX_MS = 60_000;
const ANSWER_WITHIN_MS = 1000;
/** Longer than any answer to `isro`. */
const ANSWER_MAX_BYTES = 16;

const isro = new TextEncoder().encode('isro');

/** What a {@link ReadWriteSearch} must be told. */
export interface ReadWriteSearchInit {
  readonly environment: Pick<ClientEnvironment, 'clock'>;
  readonly dial: (endpoint: Endpoint, events: TransportEvents) => Transport;
  /** Those that may be asked, at any time. */
  readonly endpoints: () => readonly Endpoint[];
  /** This server has a quorum. The search is over. */
  readonly onFound: (endpoint: Endpoint) => void;
}

/**
 * While a client is connected to a server that has lost its quorum: asks one server after the other by the four-letter word
 * `isro` whether it has one, at intervals that double from 100 ms to 60 s. Source: `ClientCnxn.pingRwServer`.
 */
export class ReadWriteSearch {
  readonly #init: ReadWriteSearchInit;
  #intervalMs = INTERVAL_FIRST_MS;
  #index = 0;
  #timer: Timer | undefined;
  #transport: Transport | undefined;
  #answer = '';

  constructor(init: ReadWriteSearchInit) {
    this.#init = init;
  }

  /** Begins, with the first question behind the first interval. */
  start(): void {
    this.#schedule();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#transport?.destroy();
    this.#transport = undefined;
  }

  #schedule(): void {
    this.#timer = this.#init.environment.clock.schedule(() => this.#ask(), this.#intervalMs);
    this.#intervalMs = Math.min(INTERVAL_MAX_MS, this.#intervalMs * 2);
  }

  #ask(): void {
    const endpoints = this.#init.endpoints();
    const endpoint = endpoints[this.#index++ % endpoints.length];
    if (endpoint === undefined) {
      this.#schedule();
      return;
    }
    this.#answer = '';
    this.#timer = this.#init.environment.clock.schedule(() => this.#take(endpoint), ANSWER_WITHIN_MS);
    try {
      this.#transport = this.#dial(endpoint);
    } catch {
      // An endpoint that can't be dialled answers nothing, like one that does not listen.
      this.#take(endpoint);
    }
  }

  #dial(endpoint: Endpoint): Transport {
    return this.#init.dial(endpoint, {
      onConnected: () => this.#transport?.write(isro),
      onBytes: (chunk) => {
        this.#answer += String.fromCharCode(...chunk.subarray(0, ANSWER_MAX_BYTES));
        if (this.#answer.length > ANSWER_MAX_BYTES) this.#take(endpoint);
      },
      onDrained: () => undefined,
      onClosed: () => this.#take(endpoint),
    });
  }

  /** Takes whatever has been answered until now. */
  #take(endpoint: Endpoint): void {
    this.stop();
    if (this.#answer === 'rw') this.#init.onFound(endpoint);
    else this.#schedule();
  }
}
