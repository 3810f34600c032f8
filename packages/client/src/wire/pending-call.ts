import type { JuteReader, JuteWriter } from '@zookit/jute';
import type { ZooKeeperError, ZooKeeperErrorOptions } from '@zookit/protocol';
import type { CallGate } from '../session/call-gate.ts';
import type { GreetingLine, SessionKind } from '../session/greeter.ts';
import type { Settled } from '../session/settle.ts';
import type { SentOn } from './sent-on.ts';

/** A class of errors that end a call from this side. */
export type StopClass = new (path?: string, options?: ZooKeeperErrorOptions) => ZooKeeperError;

/** A call on its way: what the wire needs to know of it. */
export interface PendingCall {
  /** Nobody waits any more. Its place in the order of replies stays until the reply has come. */
  readonly isSettled: boolean;
  /** One of the xids with a meaning of their own, whose replies come in an order of their own; undefined for the next one. */
  readonly fixedXid: number | undefined;
  /** How often its reply was lost. */
  readonly lossCount: number;
  /** Whether it stands among the calls that wait for their turn: kept by those. */
  isWaiting: boolean;
  /** Appends op code and request. */
  write(writer: JuteWriter): void;
  /** What was written, a frame of `lengthBytes`, will be sent. */
  wrote(on: SentOn, lengthBytes: number): void;
  /** Takes the body of a reply without error. Throws `JuteError` when it is none. */
  succeed(reader: JuteReader, zxid: bigint): void;
  /** Takes the code of a reply with an error, any number but 0. */
  refuse(code: number, zxid: bigint): void;
  /** The connection went before the reply came: the call ends. */
  lose(cause: Error): void;
  /** The connection went before the reply came: says what is to be done about it on the next one. */
  survive(cause: Error): Survival;
  /** The connection went before the request left: it may be written again. */
  unwrite(): void;
  /** The server refused the call because the session has moved: whether to send it to the next server, once. */
  isForNextServer(): boolean;
  /** The call ends by an error of this side, unless it has ended. */
  stop(reason: StopClass, cause?: unknown): void;
}

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
