import type { GetDataResponse, SetDataRequest, SetDataResponse } from '@zookit/protocol';
import { ANY_VERSION } from '../operations/version-options.ts';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { dataAt, isSameData } from './probes.ts';
import { againAnyway, badVersion, notExecuted, unknown } from './verdicts.ts';

/** What became of a set. */
export async function settleSet(
  lost: LostRequest<SetDataRequest>,
  line: GreetingLine,
): Promise<Settled<SetDataResponse>> {
  const found = await dataAt(line, lost.request.path);
  const verdict = found === undefined ? 'perhaps' : verdictOfSet(lost.request, lost.sentAfterZxid, found);
  if (found !== undefined && verdict === 'done') return { type: 'done', response: { stat: found.stat } };
  if (verdict === 'not') return notExecuted;
  if (verdict === 'never') return badVersion;
  return lost.isRetryAsked && lost.request.version === ANY_VERSION ? againAnyway : unknown;
}

/** It was carried out; it was not; it was not and its version has gone by; or nobody can tell. */
export type SetVerdict = 'done' | 'not' | 'never' | 'perhaps';

/**
 * What a znode shows about a set with `request.version`. A set that was carried out has a zxid beyond `sentAfterZxid`, so
 * what has not been written since was not written by it. A znode that was created since is another one under the same path.
 */
export function verdictOfSet(request: SetDataRequest, sentAfterZxid: bigint, found: GetDataResponse): SetVerdict {
  const { stat, data } = found;
  if (stat.mzxid <= sentAfterZxid) return 'not';
  if (request.version === ANY_VERSION) return 'perhaps';
  const steps = (stat.version - request.version) | 0;
  if (steps === 1 && isSameData(data, request.data)) return 'done';
  if (stat.czxid > sentAfterZxid) return 'perhaps';
  if (steps === 0) return 'not';
  return steps > 1 ? 'perhaps' : 'never';
}
