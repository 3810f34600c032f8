import type { Clock, Timer } from '../clock.ts';
import type { Session } from './session.ts';

/** What a {@link SessionTracker} needs. */
export interface SessionTrackerOptions {
  readonly clock: Clock;
  /** Sessions expire at multiples of this, in ms. */
  readonly tickTimeMs: number;
  /** Called once for each session that was silent for too long. */
  readonly onExpired: (session: Session) => void;
}

/**
 * Knows the sessions that are alive and finds those that fell silent. Sessions are kept in buckets, one per tick, so a
 * touch costs nothing within a tick and one timer serves them all. A session expires between its timeout and one tick
 * later.
 */
export class SessionTracker {
  readonly #options: SessionTrackerOptions;
  readonly #sessions = new Map<bigint, Session>();
  readonly #buckets = new Map<number, Set<Session>>();
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(options: SessionTrackerOptions) {
    this.#options = options;
  }

  /** How many sessions there are. */
  get size(): number {
    return this.#sessions.size;
  }

  /** The session of that id, also while it closes. */
  get(id: bigint): Session | undefined {
    return this.#sessions.get(id);
  }

  /** All sessions. */
  sessions(): IterableIterator<Session> {
    return this.#sessions.values();
  }

  /** Begins to watch over a session. */
  track(id: bigint, timeoutMs: number): Session {
    const expiresAt = this.#bucketFor(timeoutMs);
    const session: Session = { id, timeoutMs, expiresAt, isClosing: false, connection: undefined };
    this.#sessions.set(id, session);
    this.#put(session);
    this.#arm();
    return session;
  }

  /** The session was heard of at `now`, in ms on the server's clock. Ignored once it is closing. */
  touch(session: Session, now: number): void {
    const expiresAt = expiryBucket(now, session.timeoutMs, this.#options.tickTimeMs);
    if (expiresAt === session.expiresAt || session.isClosing) return;
    this.#take(session);
    session.expiresAt = expiresAt;
    this.#put(session);
  }

  /** The session's end has been proposed: it can no longer expire, and it takes no more requests. */
  close(session: Session): void {
    session.isClosing = true;
    this.#take(session);
  }

  /** The session is over. */
  remove(id: bigint): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    this.#sessions.delete(id);
    this.close(session);
    return session;
  }

  /** The sessions by the time at which they expire, in ms on the server's clock; soonest first. */
  buckets(): [number, ReadonlySet<Session>][] {
    return [...this.#buckets].sort(([left], [right]) => left - right);
  }

  /** Ends the watch: no session expires any more. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #bucketFor(timeoutMs: number): number {
    return expiryBucket(this.#options.clock.now(), timeoutMs, this.#options.tickTimeMs);
  }

  #put(session: Session): void {
    const bucket = this.#buckets.get(session.expiresAt);
    if (bucket === undefined) this.#buckets.set(session.expiresAt, new Set([session]));
    else bucket.add(session);
  }

  #take(session: Session): void {
    const bucket = this.#buckets.get(session.expiresAt);
    bucket?.delete(session);
    if (bucket?.size === 0) this.#buckets.delete(session.expiresAt);
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    const { clock, tickTimeMs } = this.#options;
    const now = clock.now();
    const nextTick = expiryBucket(now, 0, tickTimeMs);
    this.#timer = clock.schedule(() => {
      // After a pause of the process, what clients sent meanwhile is still to be read: it comes first.
      clock.defer(() => {
        this.#timer = undefined;
        this.#expire();
      });
    }, nextTick - now);
  }

  #expire(): void {
    const now = this.#options.clock.now();
    for (const [expiresAt, bucket] of this.buckets()) {
      if (expiresAt > now) break;
      for (const session of bucket) {
        this.close(session);
        this.#options.onExpired(session);
      }
    }
    if (this.#buckets.size > 0) this.#arm();
  }
}

/** The end of the tick in which something expires that was last heard of at `now`. */
export function expiryBucket(now: number, timeoutMs: number, tickTimeMs: number): number {
  return (Math.floor((now + timeoutMs) / tickTimeMs) + 1) * tickTimeMs;
}
