import {
  type CreateRequest,
  createTraits,
  type GetDataResponse,
  type MultiRequestPart,
  OpCode,
  type SetDataRequest,
} from '@zookit/protocol';
import { ANY_VERSION } from '../operations/version-options.ts';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest } from '../session/settle.ts';
import { dataAt, isSameData } from './probes.ts';
import { verdictOfSet } from './settle-set.ts';

/** What one operation of a multi shows about the whole, as all of them happened or none. */
export interface Evidence {
  /**
   * `proof`: it happened, unless somebody else did exactly the same; `fits`: the znode is as if it had happened; `not`: it did
   * not happen; `none`: it shows nothing.
   */
  readonly verdict: 'proof' | 'fits' | 'not' | 'none';
  /** When the znode got that way; undefined when it can't be told. */
  readonly zxid: bigint | undefined;
  /** The znode as it is now. */
  readonly found: GetDataResponse | undefined;
}

const nothing: Evidence = { verdict: 'none', zxid: undefined, found: undefined };

/** Looks at what the operations of a lost multi are about. */
export function gatherEvidence(
  parts: readonly MultiRequestPart[],
  lost: LostRequest<unknown>,
  line: GreetingLine,
): Promise<readonly Evidence[]> {
  return Promise.all(parts.map((part) => evidenceOf(part, parts, lost, line)));
}

async function evidenceOf(
  part: MultiRequestPart,
  parts: readonly MultiRequestPart[],
  lost: LostRequest<unknown>,
  line: GreetingLine,
): Promise<Evidence> {
  if (part.opCode === OpCode.check || isNumbered(part) || !isOnlyChange(part, parts)) return nothing;
  const found = await dataAt(line, part.request.path);
  switch (part.opCode) {
    case OpCode.setData:
      return evidenceOfSet({ ...part.request, version: versionOf(part.request, parts) }, lost, found);
    case OpCode.delete:
      return evidenceOfDelete(lost, found);
    default:
      return evidenceOfCreate(part.request, lost, line, found);
  }
}

/** Which number a sequential create got is not known. */
function isNumbered({ request }: MultiRequestPart): boolean {
  return 'flags' in request && createTraits(request.flags)?.isSequential === true;
}

/** What several operations change shows nothing about one of them. */
function isOnlyChange({ request: { path } }: MultiRequestPart, parts: readonly MultiRequestPart[]): boolean {
  return parts.filter((part) => part.opCode !== OpCode.check && part.request.path === path).length === 1;
}

/** A check of the same znode says of which version a set is that names none. */
function versionOf({ path, version }: SetDataRequest, parts: readonly MultiRequestPart[]): number {
  if (version !== ANY_VERSION) return version;
  const check = parts.find((part) => part.opCode === OpCode.check && part.request.path === path);
  return check?.opCode === OpCode.check ? check.request.version : ANY_VERSION;
}

function evidenceOfSet(
  request: SetDataRequest,
  { sentAfterZxid }: LostRequest<unknown>,
  found: GetDataResponse | undefined,
): Evidence {
  if (found === undefined) return nothing;
  const zxid = found.stat.mzxid;
  const verdict = verdictOfSet(request, sentAfterZxid, found);
  if (verdict === 'done') return { verdict: 'proof', zxid, found };
  if (verdict !== 'perhaps') return { verdict: 'not', zxid, found };
  return { verdict: isSameData(found.data, request.data) ? 'fits' : 'none', zxid, found };
}

/** A path that is not there any more says neither when it went nor who deleted it. */
function evidenceOfDelete({ sentAfterZxid }: LostRequest<unknown>, found: GetDataResponse | undefined): Evidence {
  if (found === undefined) return { verdict: 'fits', zxid: undefined, found };
  return { verdict: found.stat.czxid <= sentAfterZxid ? 'not' : 'none', zxid: undefined, found };
}

function evidenceOfCreate(
  request: CreateRequest,
  lost: LostRequest<unknown>,
  line: GreetingLine,
  found: GetDataResponse | undefined,
): Evidence {
  const isOurs = createTraits(request.flags)?.isEphemeral === true && line.sessionId === lost.sessionId;
  if (found === undefined) return nothing;
  const zxid = found.stat.czxid;
  if (zxid <= lost.sentAfterZxid) return { verdict: 'not', zxid, found };
  if (isOurs && found.stat.ephemeralOwner !== lost.sessionId) return { verdict: 'not', zxid, found };
  if (found.stat.version > 0 || isSameData(found.data, request.data)) {
    return { verdict: isOurs ? 'proof' : 'fits', zxid, found };
  }
  return { verdict: 'none', zxid, found };
}
