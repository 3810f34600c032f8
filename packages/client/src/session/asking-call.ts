import type { CallGate } from './call-gate.ts';
import type { GreetingLine, SessionKind } from './greeter.ts';
import type { Settled } from './settle.ts';

/** What becomes of a call whose reply was lost: nothing more, it is sent again, or the next server is asked about it first. */
export type Survival = 'ended' | 'again' | AskingCall;

/** A call of which nobody knows yet whether it was carried out. */
export interface AskingCall {
  readonly isSettled: boolean;
  /** The znodes that it is about, as the server knows them. */
  readonly paths: readonly string[];
  /** Of a view that keeps its calls in their order. */
  readonly gate: CallGate | undefined;
  /** What became of it as far as the next server tells; undefined as long as that was not asked. */
  readonly found: Settled<unknown>['type'] | undefined;
  /** Asks the next server. Rejects when that one goes as well. Where nothing can be asked, the call ends. */
  askOn(line: GreetingLine, kind: SessionKind): Promise<void>;
  /**
   * Ends it by what was `found`, or leaves it to be sent `again`; `over`: it is not sent again, unless it makes no
   * difference how often it was carried out.
   */
  conclude(as: 'found' | 'again' | 'over', zxid: bigint): void;
}
