import { ConnectionLossError, reads, type SetWatches2, Xid, ZooKeeperError } from '@zookit/protocol';
import type { GreetingLine, SessionKind } from '../session/greeter.ts';
import { isSafeToRepeat } from '../session/safe-to-repeat.ts';
import type { Postponed } from './postponed.ts';
import { hasPersistent, isEmpty, rearmRequests, stillWanted } from './rearm.ts';
import type { ResyncReason } from './watch-event.ts';
import type { WatchTable } from './watch-table.ts';

/** What a {@link Rearming} must be told. */
export interface RearmingInit {
  readonly table: WatchTable;
  readonly postponed: Postponed;
  /** The longest frame that may be sent, in bytes. */
  readonly packetBytes: number;
  /** The server watches again. */
  readonly onRearmed: (request: SetWatches2, reason: ResyncReason) => void;
  /** The server will not, on this connection or another. */
  readonly onRefused: (request: SetWatches2, error: ZooKeeperError) => void;
}

/** Sets the watches of a table on each new connection. */
export class Rearming {
  readonly #init: RearmingInit;
  #line: GreetingLine | undefined;
  #unansweredCount = 0;
  /** Whether a session took the place of another, and not all have been told. */
  #isNewSession = false;

  constructor(init: RearmingInit) {
    this.#init = init;
  }

  /** Whether the server has taken all: what it is asked to put off it does not watch yet. */
  get isDone(): boolean {
    return this.#unansweredCount === 0;
  }

  /** There is another connection: all that is sent on it now precedes the calls. */
  begin(line: GreetingLine, kind: SessionKind): void {
    this.#line = line;
    this.#isNewSession ||= kind === 'renewed';
    const { table, packetBytes } = this.#init;
    const requests = [...rearmRequests(table, line.lastZxid, packetBytes)];
    this.#unansweredCount = requests.length;
    for (const request of requests) this.#send(line, request);
    if (requests.length === 0) this.#isNewSession = false;
  }

  #send(line: GreetingLine, request: SetWatches2): void {
    const sent = hasPersistent(request)
      ? line.send(reads.setWatches2, request, Xid.SET_WATCHES)
      : line.send(reads.setWatches, request, Xid.SET_WATCHES);
    sent.then(
      () => {
        if (line === this.#line) this.#onRearmed(request);
      },
      (error: unknown) => {
        if (line === this.#line) this.#onFailed(line, request, error);
      },
    );
  }

  #onRearmed(request: SetWatches2): void {
    const reason = this.#isNewSession ? 'new-session' : 'reconnected';
    this.#answered();
    this.#init.onRearmed(request, reason);
  }

  /** Another connection sets them again; but what a server refuses is told to who waits for it. */
  #onFailed(line: GreetingLine, request: SetWatches2, error: unknown): void {
    if (!(error instanceof ZooKeeperError) || error instanceof ConnectionLossError) return;
    if (isSafeToRepeat(error.code, 'read')) {
      this.#init.postponed.later(() => this.#sendAgain(line, request));
      return;
    }
    this.#answered();
    this.#init.onRefused(request, error);
  }

  /** What nobody waits for any more would stay on the server. */
  #sendAgain(line: GreetingLine, request: SetWatches2): void {
    const wanted = stillWanted(this.#init.table, request);
    if (isEmpty(wanted)) this.#answered();
    else this.#send(line, wanted);
  }

  #answered(): void {
    this.#unansweredCount--;
    if (this.#unansweredCount === 0) this.#isNewSession = false;
  }
}
