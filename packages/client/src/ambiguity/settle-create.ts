import { type Create2Response, type CreateRequest, createTraits } from '@zookit/protocol';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { dataAt, isSameData, statAt } from './probes.ts';
import { isProtectedPath } from './protected-name.ts';
import { settleProtected } from './settle-protected.ts';
import { againAnyway, nodeExists, unknown } from './verdicts.ts';

/** What became of a create that {@link isDecidableCreate}. */
export function settleCreate(lost: LostRequest<CreateRequest>, line: GreetingLine): Promise<Settled<Create2Response>> {
  const { path, flags } = lost.request;
  const traits = createTraits(flags);
  if (traits === undefined) return Promise.resolve(unknown);
  if (isProtectedPath(path)) return settleProtected(lost, line, traits);
  return traits.isEphemeral ? settleEphemeral(lost, line) : settlePersistent(lost, line);
}

/** Which number a sequential create without protection got, nobody can find out. */
export function isDecidableCreate({ path, flags }: CreateRequest): boolean {
  return isProtectedPath(path) || createTraits(flags)?.isSequential === false;
}

/** An ephemeral znode names its session. When the session is another by now, the znode is about to go or has gone. */
async function settleEphemeral(
  lost: LostRequest<CreateRequest>,
  line: GreetingLine,
): Promise<Settled<Create2Response>> {
  if (line.sessionId !== lost.sessionId) return unknown;
  const { path, data } = lost.request;
  const found = await dataAt(line, path);
  // Who is not there may have been deleted.
  if (found === undefined) return againAnyway;
  const { stat } = found;
  if (stat.ephemeralOwner !== lost.sessionId || stat.czxid <= lost.sentAfterZxid) return nodeExists;
  // Two creates of one path in one session: the data tells which of them came first.
  if (stat.version === 0 && !isSameData(found.data, data)) return nodeExists;
  return { type: 'done', response: { path, stat } };
}

/** Of a persistent znode nobody can tell who created it, or whether somebody has deleted it meanwhile. */
async function settlePersistent(
  { request, sentAfterZxid }: LostRequest<CreateRequest>,
  line: GreetingLine,
): Promise<Settled<Create2Response>> {
  const stat = await statAt(line, request.path);
  return stat !== undefined && stat.czxid <= sentAfterZxid ? nodeExists : unknown;
}
