import type { PendingCall } from '../wire/pending-call.ts';
import type { Greeter, GreetingLine, SessionKind } from './greeter.ts';

/** What a lost connection left behind. */
export interface LostConnection {
  readonly error: Error;
  /** What was sent and not answered, in its order. */
  readonly sent: readonly PendingCall[];
  /** What never left, in its order. */
  readonly unsent: readonly PendingCall[];
}

/** Decides what becomes of the calls of a lost connection. As a greeter it comes last: what it sends precedes the queue. */
export class LostCalls implements Greeter {
  /** Takes what a connection left; what is returned goes to the front of the queue. */
  take(lost: LostConnection): readonly PendingCall[] {
    for (const call of lost.sent) call.lose(lost.error);
    return lost.unsent;
  }

  /** The client ends: nobody will find out any more what became of the calls that are kept here. */
  close(lost: LostConnection): void {
    for (const call of lost.sent) call.lose(lost.error);
    for (const call of lost.unsent) call.lose(lost.error);
  }

  greet(_line: GreetingLine, _kind: SessionKind): Promise<void> | undefined {
    return undefined;
  }
}
