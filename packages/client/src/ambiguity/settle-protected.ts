import {
  type Create2Response,
  type CreateRequest,
  type CreateTraits,
  parentPath,
  type Stat,
  writes,
  ZooKeeperError,
  ConnectionLossError,
} from '@zookit/protocol';
import { ANY_VERSION } from '../operations/version-options.ts';
import type { GreetingLine } from '../session/greeter.ts';
import type { LostRequest, Settled } from '../session/settle.ts';
import { childrenAt, statAt } from './probes.ts';
import { againAnyway, nodeExists } from './verdicts.ts';

const NUMBER = /^-?\d{10}$/;

/**
 * What became of a create whose path is marked with a uuid: the znode is there under that mark, or it was not created, or
 * somebody has deleted it meanwhile. One that belongs to an older session is about to go, and would be in the way until then: it
 * is deleted.
 */
export async function settleProtected(
  lost: LostRequest<CreateRequest>,
  line: GreetingLine,
  traits: CreateTraits,
): Promise<Settled<Create2Response>> {
  const { path } = lost.request;
  for (const found of await findMarked(line, path, traits.isSequential)) {
    const stat = await statAt(line, found);
    if (stat === undefined) continue;
    if (!traits.isSequential && stat.czxid <= lost.sentAfterZxid) return nodeExists;
    if (!traits.isEphemeral || stat.ephemeralOwner === line.sessionId) {
      return { type: 'done', response: { path: found, stat } };
    }
    await remove(line, found, stat);
  }
  return againAnyway;
}

async function findMarked(line: GreetingLine, path: string, isSequential: boolean): Promise<readonly string[]> {
  const parent = parentPath(path);
  const mark = path.slice(path.lastIndexOf('/') + 1);
  const isMarked = (name: string): boolean =>
    isSequential ? name.startsWith(mark) && NUMBER.test(name.slice(mark.length)) : name === mark;
  const names = (await childrenAt(line, parent)) ?? [];
  return names.filter(isMarked).map((name) => (parent === '/' ? `/${name}` : `${parent}/${name}`));
}

/** What can't be deleted goes with its session. */
async function remove(line: GreetingLine, path: string, { ephemeralOwner }: Stat): Promise<void> {
  if (ephemeralOwner === 0n) return;
  try {
    await line.send(writes.delete, { path, version: ANY_VERSION });
  } catch (error) {
    if (!(error instanceof ZooKeeperError) || error instanceof ConnectionLossError) throw error;
  }
}
