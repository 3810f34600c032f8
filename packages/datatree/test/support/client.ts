import type { EventType, Id } from '@zookit/protocol';
import type { Requester, Watcher } from '../../src/index.ts';

/** An event that a {@link TestClient} was told of. */
export interface ToldEvent {
  readonly type: EventType;
  readonly path: string;
  readonly zxid: bigint;
}

/** A connection of a client that remembers the events that it was told of. */
export class TestClient implements Requester, Watcher {
  readonly sessionId: bigint;
  identities: readonly Id[];
  readonly events: ToldEvent[] = [];

  constructor(sessionId: bigint, identities: readonly Id[] = []) {
    this.sessionId = sessionId;
    this.identities = identities;
  }

  get watcher(): Watcher {
    return this;
  }

  notify(type: EventType, path: string, zxid: bigint): void {
    this.events.push({ type, path, zxid });
  }

  /** The events since the last call, as `type path`. */
  takeEvents(): string[] {
    return this.events.splice(0).map(({ type, path }) => `${type} ${path}`);
  }
}
