import type { ClientEnvironment, Timer } from '../environment.ts';
import type { EndpointList } from '../endpoints/endpoint-list.ts';
import { ConnectFailedError } from '../errors/client-errors.ts';
import type { RetryPolicy } from '../retry.ts';
import type { Endpoint } from '../transport/transport.ts';
import { LinkError } from '../wire/link-error.ts';
import { delayBy } from './ask-policy.ts';
import { detailOf, type Obstacle } from './obstacle.ts';

/** What a {@link ServerSearch} tells. Nothing is told after `stop`. */
export interface ServerSearchEvents {
  /** It is this server's turn. */
  onTurn(endpoint: Endpoint): void;
  /** Nobody can say where the servers are; the search goes on. */
  onNoServer(error: Error): void;
  /** The policy says that it is enough. */
  onGaveUp(error: ConnectFailedError): void;
}

/**
 * From how long on it is no reason to back off that a connection is lost, in ms: a server that ends each one soon would be
 * dialled without a pause.
 */
const LASTING_MS = 1000;

/** Finds the server to try next, and waits as long as the policy says when all were tried in vain. */
export class ServerSearch {
  readonly #list: EndpointList;
  readonly #policy: RetryPolicy;
  readonly #environment: ClientEnvironment;
  readonly #events: ServerSearchEvents;
  readonly #over = new AbortController();
  #timer: Timer | undefined;
  /** How many times in a row the search had to wait. */
  #waits = 0;
  #vainSince: number | undefined;
  #last: Obstacle | undefined;
  /** Since when there has been a connection for calls. */
  #readyAt: number | undefined;

  constructor(list: EndpointList, policy: RetryPolicy, environment: ClientEnvironment, events: ServerSearchEvents) {
    this.#list = list;
    this.#policy = policy;
    this.#environment = environment;
    this.#events = events;
  }

  /** Looks for the next server. */
  next(): void {
    if (this.#over.signal.aborted) return;
    this.#list.next(this.#over.signal).then(
      ({ endpoint, isNewPass }) => {
        if (this.#over.signal.aborted) return;
        if (isNewPass) this.#wait(() => this.#events.onTurn(endpoint));
        else this.#events.onTurn(endpoint);
      },
      (error: unknown) => this.#noServer(error),
    );
  }

  /** The list has changed: if the search waits for a turn, that one may not be in it any more. */
  again(): void {
    if (this.#timer === undefined) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.next();
  }

  /** The server granted a session. */
  granted(endpoint: Endpoint): void {
    this.#list.connected(endpoint);
  }

  /** The connection is there for calls. */
  ready(): void {
    this.#readyAt = this.#environment.clock.now();
  }

  /** Calls were answered, even if the connection did not last: pauses begin anew with the shortest. */
  served(): void {
    this.#waits = 0;
    this.#vainSince = undefined;
  }

  /** The server could not be reached, refused, or was lost. */
  failed(endpoint: Endpoint, error: Error): void {
    if (this.#endTurn()) this.#list.succeeded(endpoint);
    this.#last = { error, server: endpoint };
    this.#list.failed(endpoint);
  }

  /** The client left the server, which is none the worse for it. */
  left(): void {
    if (this.#endTurn()) this.#list.beginAnew();
  }

  /** The server answered that the session is gone: any server can grant another. */
  expired(endpoint: Endpoint): void {
    this.#list.succeeded(endpoint);
  }

  /** Ends the search. */
  stop(): void {
    this.#over.abort();
    this.#timer?.cancel();
  }

  /** True if there was a connection for calls, and it lasted. */
  #endTurn(): boolean {
    const now = this.#environment.clock.now();
    const hasLasted = now - (this.#readyAt ?? now) >= LASTING_MS;
    this.#readyAt = undefined;
    if (hasLasted) this.served();
    return hasLasted;
  }

  #noServer(cause: unknown): void {
    if (this.#over.signal.aborted) return;
    const error = cause instanceof Error ? cause : new LinkError('no server is known', { cause });
    this.#last = { error, server: undefined };
    this.#events.onNoServer(error);
    this.#wait(() => this.next());
  }

  #wait(task: () => void): void {
    const decided = this.#decide();
    this.#waits++;
    if (typeof decided === 'number') this.#timer = this.#environment.clock.schedule(() => this.#endWait(task), decided);
    else this.#events.onGaveUp(decided);
  }

  #endWait(task: () => void): void {
    this.#timer = undefined;
    task();
  }

  /** For how long to wait, or the error that ends the search. A policy that makes no sense has nothing more to say. */
  #decide(): number | ConnectFailedError {
    const { clock, random } = this.#environment;
    const now = clock.now();
    this.#vainSince ??= now;
    const error = this.#failure();
    const attempt = { n: this.#waits, elapsedMs: now - this.#vainSince, now, error, operation: 'connect', random };
    const delayMs = delayBy(this.#policy, attempt, 'reconnect');
    if (delayMs === false) return error;
    return typeof delayMs === 'object' ? this.#failure(delayMs.problem) : delayMs;
  }

  #failure(...more: readonly string[]): ConnectFailedError {
    const reasons = [detailOf(this.#last), ...more].filter((reason) => reason !== undefined);
    return new ConnectFailedError({ cause: this.#last?.error, detail: reasons.join('; ') });
  }
}
