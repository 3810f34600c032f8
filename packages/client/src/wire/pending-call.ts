import type { JuteReader, JuteWriter } from '@zookit/jute';
import type { ZooKeeperError, ZooKeeperErrorOptions } from '@zookit/protocol';
import type { Survival } from '../session/asking-call.ts';
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
