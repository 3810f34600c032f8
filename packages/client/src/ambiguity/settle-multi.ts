import {
  type Create2Response,
  type CreateRequest,
  createTraits,
  type MultiRequest,
  type MultiRequestPart,
  type MultiResponse,
  type MultiResult,
  OpCode,
  parentPath,
  type Stat,
} from '@zookit/protocol';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { type Evidence, gatherEvidence } from './multi-evidence.ts';
import { childrenAt, statAt } from './probes.ts';
import { notExecuted, unknown } from './verdicts.ts';

const NUMBER_LENGTH = 10;

/** What became of a multi, as far as its own operations show it. */
export async function settleMulti(
  lost: LostRequest<MultiRequest>,
  line: GreetingLine,
): Promise<Settled<MultiResponse>> {
  const parts = lost.request.operations;
  if (parts.every(({ opCode }) => opCode === OpCode.check)) return notExecuted;
  const evidence = await gatherEvidence(parts, lost, line);
  if (evidence.some(({ verdict }) => verdict === 'not')) return notExecuted;
  if (!isOneTransaction(parts, evidence)) return unknown;
  return { type: 'done', response: { results: parts.map((part, index) => resultOf(part, statOf(evidence[index]))) } };
}

/**
 * What became of a multi whose last operation sets a guard: a znode of which a version is asked for, to data that nobody else
 * writes. The stats are those of now.
 */
export async function settleGuardedMulti(
  lost: LostRequest<MultiRequest>,
  line: GreetingLine,
): Promise<Settled<MultiResponse>> {
  const parts = lost.request.operations;
  const evidence = await gatherEvidence(parts, lost, line);
  const guard = evidence.at(-1);
  if (guard?.verdict === 'not') return notExecuted;
  if (guard?.verdict !== 'proof' || guard.zxid === undefined) return unknown;
  const results = await readAgain(parts, evidence, guard.zxid, line);
  return results === undefined ? unknown : { type: 'done', response: { results } };
}

/**
 * All that was changed is as the multi would have left it, by one and the same transaction; and either it says so itself, or
 * two znodes changed by one transaction do.
 */
function isOneTransaction(parts: readonly MultiRequestPart[], evidence: readonly Evidence[]): boolean {
  const changes = evidence.filter((_, index) => parts[index]?.opCode !== OpCode.check);
  if (changes.some(({ verdict }) => verdict === 'none')) return false;
  const zxids = changes.map(({ zxid }) => zxid).filter((zxid) => zxid !== undefined);
  if (new Set(zxids).size !== 1) return false;
  return zxids.length > 1 || changes.some(({ verdict }) => verdict === 'proof');
}

/** Undefined when a znode has gone or been replaced meanwhile, so that nobody can say what the server had answered. */
async function readAgain(
  parts: readonly MultiRequestPart[],
  evidence: readonly Evidence[],
  zxid: bigint,
  line: GreetingLine,
): Promise<readonly MultiResult[] | undefined> {
  const taken = new Set<string>();
  const results: MultiResult[] = [];
  for (const [index, part] of parts.entries()) {
    const created = createOf(part);
    const at = created === undefined ? undefined : await findCreated(created, zxid, line, taken);
    if (created !== undefined && at === undefined) return undefined;
    const stat = at?.stat ?? statOf(evidence[index]);
    if (part.opCode === OpCode.setData && stat === undefined) return undefined;
    results.push(resultOf(part, stat, at?.path));
  }
  return results;
}

function createOf(part: MultiRequestPart): CreateRequest | undefined {
  switch (part.opCode) {
    case OpCode.setData:
    case OpCode.delete:
    case OpCode.check:
      return undefined;
    default:
      return part.request;
  }
}

/** The znode that a transaction created, which those in `taken` are not. */
async function findCreated(
  request: CreateRequest,
  zxid: bigint,
  line: GreetingLine,
  taken: Set<string>,
): Promise<Create2Response | undefined> {
  for (const path of await candidatesOf(request, line)) {
    if (taken.has(path)) continue;
    const stat = await statAt(line, path);
    if (stat?.czxid !== zxid) continue;
    taken.add(path);
    return { path, stat };
  }
  return undefined;
}

async function candidatesOf({ path, flags }: CreateRequest, line: GreetingLine): Promise<readonly string[]> {
  if (createTraits(flags)?.isSequential !== true) return [path];
  const parent = parentPath(path);
  const start = path.slice(path.lastIndexOf('/') + 1);
  const names = (await childrenAt(line, parent)) ?? [];
  const numbered = names.filter((name) => name.startsWith(start) && numberOf(name.slice(start.length)) !== undefined);
  numbered.sort((one, other) => numberOf(one.slice(start.length))! - numberOf(other.slice(start.length))!);
  return numbered.map((name) => (parent === '/' ? `/${name}` : `${parent}/${name}`));
}

function numberOf(text: string): number | undefined {
  return text.length >= NUMBER_LENGTH && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function statOf(evidence: Evidence | undefined): Stat | undefined {
  return evidence?.found?.stat;
}

function resultOf(part: MultiRequestPart, stat: Stat | undefined, path = part.request.path): MultiResult {
  switch (part.opCode) {
    case OpCode.delete:
      return { type: OpCode.delete, response: undefined };
    case OpCode.check:
      return { type: OpCode.check, response: undefined };
    case OpCode.setData:
      return { type: OpCode.setData, response: { stat: stat! } };
    case OpCode.create:
      return { type: OpCode.create, response: { path } };
    default:
      return { type: OpCode.create2, response: { path, stat: stat! } };
  }
}
