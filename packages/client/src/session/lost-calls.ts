import type { PendingCall } from '../wire/pending-call.ts';
import type { AskingCall } from './asking-call.ts';
import type { Greeter, GreetingLine, SessionKind } from './greeter.ts';
import { settleInOrder } from './settle-in-order.ts';
import { SyncedLine } from './synced-line.ts';

/** What a lost connection left behind. */
export interface LostConnection {
  readonly error: Error;
  /** What was sent and not answered, in its order. */
  readonly sent: readonly PendingCall[];
  /** What never left, in its order. */
  readonly unsent: readonly PendingCall[];
}

/**
 * Decides what becomes of the calls of a lost connection. As a greeter it comes last: what it sends precedes the queue. A
 * call about which the server has to be asked stands in the queue already, in its old place: if it turns out that it was
 * not carried out it is sent again from there, and if it has ended it is passed over.
 */
export class LostCalls implements Greeter {
  #asking: readonly AskingCall[] = [];

  /** Takes what a connection left; what is returned goes to the front of the queue. */
  take(lost: LostConnection): readonly PendingCall[] {
    const again: PendingCall[] = [];
    const asking: AskingCall[] = [];
    for (const call of lost.sent) {
      const survival = call.survive(lost.error);
      if (survival === 'ended') continue;
      again.push(call);
      if (survival !== 'again') asking.push(survival);
    }
    this.#asking = [...asking, ...this.#asking];
    return [...again, ...lost.unsent];
  }

  /** The client ends: nobody will find out any more what became of the calls that are kept here. */
  close(lost: LostConnection): void {
    for (const call of lost.sent) call.lose(lost.error);
    for (const call of lost.unsent) call.lose(lost.error);
  }

  greet(line: GreetingLine, kind: SessionKind): Promise<void> | undefined {
    this.#asking = openOnes(this.#asking);
    return this.#asking.length === 0 ? undefined : this.#ask(line, kind);
  }

  async #ask(line: GreetingLine, kind: SessionKind): Promise<void> {
    const synced = new SyncedLine(line);
    await Promise.all(this.#asking.map((call) => call.askOn(synced, kind)));
    settleInOrder(openOnes(this.#asking), line.lastZxid);
    this.#asking = [];
  }
}

function openOnes(calls: readonly AskingCall[]): readonly AskingCall[] {
  return calls.filter((call) => !call.isSettled);
}
