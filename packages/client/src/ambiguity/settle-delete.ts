import type { DeleteRequest } from '@zookit/protocol';
import { ANY_VERSION } from '../operations/version-options.ts';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { statAt } from './probes.ts';
import { badVersion, noNode, notExecuted, unknown } from './verdicts.ts';

/** What became of a delete. When the znode is gone, somebody else may have done it. */
export async function settleDelete(lost: LostRequest<DeleteRequest>, line: GreetingLine): Promise<Settled<undefined>> {
  return (await verdictOfDelete(lost, line)) ?? unknown;
}

/** The same where a znode that is not there is nothing to do. */
export async function settleDeleteIfThere(
  lost: LostRequest<DeleteRequest>,
  line: GreetingLine,
): Promise<Settled<undefined>> {
  return (await verdictOfDelete(lost, line)) ?? noNode;
}

/** Undefined: the znode is not there. */
async function verdictOfDelete(
  { request, sentAfterZxid }: LostRequest<DeleteRequest>,
  line: GreetingLine,
): Promise<Settled<undefined> | undefined> {
  const stat = await statAt(line, request.path);
  if (stat === undefined) return undefined;
  // Another znode under the same path: whether the one before it was deleted by this call, nobody knows.
  if (stat.czxid > sentAfterZxid) return unknown;
  return request.version === ANY_VERSION || request.version === stat.version ? notExecuted : badVersion;
}
