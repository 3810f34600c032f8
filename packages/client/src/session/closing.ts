import { writes } from '@zookit/protocol';
import type { Clock } from '../environment.ts';
import type { Connection } from './connection.ts';
import { GreetingCall } from './greeting-call.ts';

/** How a client is to end. */
export interface CloseRequest {
  /** How long to wait for what was sent, in ms. */
  readonly timeoutMs: number;
  /** Whether the session lives on, until it times out or somebody resumes it. */
  readonly keepSession: boolean;
}

/** Resolves when the calls that were sent are answered and, unless it is kept, the session has ended; or in vain. */
export function leaveServer(
  connection: Connection,
  { timeoutMs, keepSession }: CloseRequest,
  clock: Clock,
): Promise<void> {
  if (!keepSession) endSession(connection);
  return new Promise<void>((resolve) => whenAnsweredWithin(connection, timeoutMs, clock, resolve));
}

/** Calls `task` when no reply is due any more; when the time is over before, then, and perhaps again. */
export function whenAnsweredWithin(connection: Connection, timeoutMs: number, clock: Clock, task: () => void): void {
  const timer = clock.schedule(task, timeoutMs);
  connection.whenAnswered(() => {
    timer.cancel();
    task();
  });
}

function endSession(connection: Connection): void {
  const call = new GreetingCall(writes.closeSession, undefined);
  connection.send(call);
  // Without an answer the session ends by its timeout: there is nothing left to do about it.
  call.promise.catch(() => undefined);
}
