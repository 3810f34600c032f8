import { ConnectFailedError } from '../errors/client-errors.ts';
import type { Endpoint } from '../transport/transport.ts';
import { chanceOfAdded } from './balanced-move.ts';
import { formatEndpoint } from './endpoint.ts';
import type { EndpointProvider } from './endpoint-provider.ts';

/** The server to try next. */
export interface NextEndpoint {
  readonly endpoint: Endpoint;
  /** All servers were tried in vain since the last success or the beginning: it is time to back off before this one. */
  readonly isNewPass: boolean;
}

/** A server of the list. */
interface Candidate {
  readonly endpoint: Endpoint;
  /** Drawn once, so that clients spread and each keeps its order. */
  readonly rank: number;
  /** The number of its last failure, of all failures counted; 0 for none since the last success. */
  failure: number;
}

/** What is left to try after the list has changed and the client has left its server. */
interface Move {
  readonly added: Candidate[];
  readonly kept: Candidate[];
  readonly chanceOfAdded: number;
}

/**
 * Which server to try next: a pass goes over all of them in an order of chance, those that failed least recently first.
 * The provider is asked before each pass; when it fails, the servers that are known are tried again.
 */
export class EndpointList {
  #provider: EndpointProvider;
  readonly #random: () => number;
  #candidates = new Map<string, Candidate>();
  #pass: Candidate[] = [];
  #move: Move | undefined;
  #failures = 0;
  #isInVain = false;
  #preferred: Endpoint | undefined;
  #connected: Endpoint | undefined;

  constructor(provider: EndpointProvider, random: () => number) {
    this.#provider = provider;
    this.#random = random;
  }

  /** All servers that are known, in the order in which they are tried. */
  get known(): readonly Endpoint[] {
    return this.#ordered().map((candidate) => candidate.endpoint);
  }

  /** The next server to try. Rejects if none is known and the provider has none, or with the signal's reason. */
  async next(signal: AbortSignal): Promise<NextEndpoint> {
    const preferred = this.#preferred;
    this.#preferred = undefined;
    if (preferred !== undefined) return { endpoint: preferred, isNewPass: false };
    const moving = this.#nextOfMove();
    if (moving !== undefined) return { endpoint: moving.endpoint, isNewPass: false };
    const isNewPass = this.#pass.length === 0 && this.#isInVain;
    if (this.#pass.length === 0) await this.#beginPass(signal);
    const candidate = this.#pass.shift();
    if (candidate === undefined) throw new ConnectFailedError({ detail: 'the list of servers is empty' });
    if (this.#pass.length === 0) this.#isInVain = true;
    return { endpoint: candidate.endpoint, isNewPass };
  }

  /** The client is connected to this server: if it was moving, it has arrived. */
  connected(endpoint: Endpoint): void {
    const candidate = this.#candidates.get(keyOf(endpoint));
    if (candidate !== undefined) candidate.failure = 0;
    this.#connected = endpoint;
    this.#move = undefined;
  }

  /** The connection was worth something: what comes next is a new pass, and no reason to back off. */
  succeeded(endpoint: Endpoint): void {
    this.connected(endpoint);
    this.beginAnew();
  }

  /** The same of a server that the client has left: where it is moving to stays. */
  beginAnew(): void {
    this.#pass = [];
    this.#isInVain = false;
  }

  /** The next server to try is this one. */
  prefer(endpoint: Endpoint): void {
    this.#preferred = endpoint;
  }

  /** The server could not be reached, or the connection to it was lost. */
  failed(endpoint: Endpoint): void {
    const candidate = this.#candidates.get(keyOf(endpoint));
    this.#failures += 1;
    if (candidate !== undefined) candidate.failure = this.#failures;
  }

  /**
   * Takes a new list, and the provider that is asked from now on. `move` asks the client to leave `current`, by default the
   * server to which it was connected last, so that the clients of an ensemble stay evenly spread.
   */
  update(endpoints: readonly Endpoint[], current: Endpoint | undefined, provider: EndpointProvider): 'stay' | 'move' {
    if (endpoints.length === 0) throw new ConnectFailedError({ detail: 'the new list of servers is empty' });
    const previous = this.#candidates;
    const server = this.#currentOf(current);
    this.#provider = provider;
    this.#preferred = undefined;
    this.#adopt(endpoints);
    this.#pass = this.#ordered();
    this.#isInVain = false;
    // Who was never connected spreads itself by the order of its pass.
    this.#move = server === undefined ? undefined : this.#moveFrom(previous, server);
    return this.#move === undefined ? 'stay' : 'move';
  }

  /** A client that is moving is, for the next change, where it would go next. */
  #currentOf(current: Endpoint | undefined): Endpoint | undefined {
    const next = this.#move?.added[0] ?? this.#move?.kept[0];
    return next?.endpoint ?? current ?? this.#connected;
  }

  #moveFrom(previous: ReadonlyMap<string, Candidate>, current: Endpoint): Move | undefined {
    const kept = this.#pass.filter((candidate) => previous.has(keyOf(candidate.endpoint)));
    const added = this.#pass.filter((candidate) => !previous.has(keyOf(candidate.endpoint)));
    const change = {
      previousCount: previous.size,
      keptCount: kept.length,
      addedCount: added.length,
      hasCurrent: this.#candidates.has(keyOf(current)),
    };
    const chance = chanceOfAdded(change, this.#random);
    return chance === undefined ? undefined : { added, kept, chanceOfAdded: chance };
  }

  #nextOfMove(): Candidate | undefined {
    const move = this.#move;
    if (move === undefined) return undefined;
    const isAdded = move.kept.length === 0 || this.#random() < move.chanceOfAdded;
    const candidate = (isAdded ? move.added.shift() : undefined) ?? move.kept.shift() ?? move.added.shift();
    if (candidate !== undefined) return candidate;
    this.#move = undefined;
    this.#pass = [];
    this.#isInVain = true;
    return undefined;
  }

  async #beginPass(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const provider = this.#provider;
    try {
      const endpoints = await provider({ signal });
      // The list may have been replaced meanwhile.
      if (endpoints.length > 0 && provider === this.#provider) this.#adopt(endpoints);
    } catch (cause) {
      signal.throwIfAborted();
      if (this.#candidates.size === 0) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ConnectFailedError({ detail: `no server is known: ${reason}`, cause });
      }
    }
    this.#pass = this.#ordered();
  }

  /** Servers that were known keep their rank and their failures; doubles count once. */
  #adopt(endpoints: readonly Endpoint[]): void {
    const known = this.#candidates;
    const adopted = new Map<string, Candidate>();
    for (const endpoint of endpoints) {
      const key = keyOf(endpoint);
      adopted.set(key, known.get(key) ?? adopted.get(key) ?? { endpoint, rank: this.#random(), failure: 0 });
    }
    this.#candidates = adopted;
  }

  #ordered(): Candidate[] {
    return [...this.#candidates.values()].sort((a, b) => a.failure - b.failure || a.rank - b.rank);
  }
}

/** The same server is another one when it is spoken to another way. */
function keyOf(endpoint: Endpoint): string {
  const tls = endpoint.tls === undefined ? '' : ` tls ${String(endpoint.tls)}`;
  return formatEndpoint(endpoint) + tls;
}
