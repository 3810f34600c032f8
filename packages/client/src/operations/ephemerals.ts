import { type GetEphemeralsRequest, type GetEphemeralsResponse, reads } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { problemOfPrefix, refusal } from './refusal.ts';
import { submit } from './submit.ts';

/** The calls of `ephemerals`. What lies beside the chroot and only begins like it is left out. */
export const ephemeralsShape: CallShape<GetEphemeralsRequest, GetEphemeralsResponse, readonly string[]> = {
  name: 'ephemerals',
  operation: reads.getEphemerals,
  result: ({ ephemerals }, chroot) =>
    ephemerals.filter((path) => chroot.contains(path)).map((path) => chroot.strip(path)),
};

/** The paths of this session's ephemeral znodes that begin with `prefix`, in no order. */
export function ephemerals(
  context: OperationContext,
  prefix: string,
  options?: CallOptions,
): Promise<readonly string[]> {
  const problem = problemOfPrefix(prefix) ?? problemOfOptions(options, callRules);
  if (problem !== undefined) return Promise.reject(refusal('ephemerals', prefix, problem));
  return submit(context, ephemeralsShape, { prefixPath: context.chroot.join(prefix) }, prefix, options);
}
