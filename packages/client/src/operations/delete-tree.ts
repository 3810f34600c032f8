import { BadVersionError, ConnectionLossError, NoNodeError, NotEmptyError } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { OperationContext } from './context.ts';
import { type DeleteOptions, deleteIfThereShape } from './delete-shape.ts';
import { refusal } from './refusal.ts';
import { submit } from './submit.ts';
import { ANY_VERSION } from './version-options.ts';
import { walk } from './walk.ts';
import { Window } from './window.ts';

const DELETES_MAX = 64;
/** So often others may put something below a znode that is going. */
const PASSES_MAX = 16;
/** What no server lets go, so that nothing below it is touched either. Source: `DataTree.isSpecialPath`. */
const KEPT: ReadonlySet<string> = new Set(['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config']);

/** What became of a tree: it went, it was not there, or there is more to delete. */
type Pass = 'gone' | 'absent' | 'again';

/** Deletes a znode and all that is below it. Resolves to whether it was there. */
export async function deleteTree(context: OperationContext, path: string, options: DeleteOptions): Promise<boolean> {
  if (KEPT.has(context.chroot.join(path))) throw refusal('delete', path, 'servers keep this znode');
  const { ifMissing = 'error', version = ANY_VERSION, recursive: _, ...call } = options;
  for (let count = 0; count < PASSES_MAX; count++) {
    const pass = await deleteOnce(context, path, version, call);
    if (pass === 'gone') return true;
    if (pass === 'again') continue;
    if (count > 0) return true;
    if (ifMissing === 'ignore') return false;
    throw new NoNodeError(path, { operation: 'delete' });
  }
  throw new NotEmptyError(path, { operation: 'delete', detail: 'others create znodes below it all the time' });
}

/** Deletes what a walk comes to as soon as the walk is past everything below it: the replies are waited for behind it. */
async function deleteOnce(context: OperationContext, path: string, version: number, call: CallOptions): Promise<Pass> {
  const deletes = new Window(DELETES_MAX);
  /** From the first znode down to where the walk is. */
  const line: string[] = [];
  for await (const node of walk(context, path, call)) {
    if (line.length === 0) assertVersion(path, node.stat.version, version);
    while (!isBelow(node.path, line.at(-1))) await deletes.add(deleteOne(context, line.pop()!, ANY_VERSION, call));
    line.push(node.path);
  }
  if (line.length === 0) return 'absent';
  for (const last of line.slice(1).toReversed()) await deletes.add(deleteOne(context, last, ANY_VERSION, call));
  await deletes.add(deleteOne(context, path, version, call));
  return (await deletes.finish()) ? 'gone' : 'again';
}

function assertVersion(path: string, found: number, wanted: number): void {
  if (wanted !== ANY_VERSION && found !== wanted) throw new BadVersionError(path, { operation: 'delete' });
}

function isBelow(path: string, above: string | undefined): boolean {
  return above === undefined || above === '/' || path.startsWith(`${above}/`);
}

/** Whether a znode is gone: not when somebody has put another below it, or when nobody can tell. */
async function deleteOne(
  context: OperationContext,
  path: string,
  version: number,
  call: CallOptions,
): Promise<boolean> {
  try {
    await submit(context, deleteIfThereShape, { path: context.chroot.join(path), version }, path, call);
    return true;
  } catch (error) {
    if (error instanceof NotEmptyError || error instanceof ConnectionLossError) return false;
    throw error;
  }
}
