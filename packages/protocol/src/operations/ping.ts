import { OpCode } from '../op-codes.ts';
import type { Operation } from '../operation.ts';
import { nothing } from '../records/nothing.ts';

/** Keeps the session alive. */
export const ping: Operation<undefined, undefined> = {
  name: 'ping',
  opCode: OpCode.ping,
  kind: 'read',
  request: nothing,
  response: nothing,
};
