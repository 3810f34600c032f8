import { reads, type WhoAmIResponse } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { refusal } from './refusal.ts';
import { submit } from './submit.ts';

/** Somebody as whom a connection is authenticated. */
export interface Identity {
  readonly scheme: string;
  /** The part of the id that is no secret: the name of `digest`, the address of `ip`. */
  readonly id: string;
}

/** The calls of `whoAmI`. */
export const whoAmIShape: CallShape<undefined, WhoAmIResponse, readonly Identity[]> = {
  name: 'whoAmI',
  operation: reads.whoAmI,
  result: ({ clientInfo }) => clientInfo.map(({ authScheme, user }) => ({ scheme: authScheme, id: user })),
};

/** As whom the connection is authenticated, in no order. For servers from 3.7 on. */
export function whoAmI(context: OperationContext, options?: CallOptions): Promise<readonly Identity[]> {
  const problem = problemOfOptions(options, callRules);
  if (problem !== undefined) return Promise.reject(refusal('whoAmI', undefined, problem));
  return submit(context, whoAmIShape, undefined, undefined, options);
}
