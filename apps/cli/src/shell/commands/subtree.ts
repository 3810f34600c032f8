import type { Children, Operations } from '@zookit/client';
import { ErrorCode, isZooKeeperError, type ZooKeeperError } from '@zookit/protocol';

/** How many znodes are asked for their children at a time. */
const IN_FLIGHT = 64;

interface Waiting {
  readonly path: string;
  children?: Promise<Children | undefined>;
}

/**
 * The paths of a subtree: the children of a znode, sorted, then what is below each of them in turn. Apache's `ls -R` of 3.9 has
 * them so. Znodes that go meanwhile are passed over; if there is none at all, it throws. So it does where it may not read, unless
 * `onDenied` takes that.
 */
export async function* subtree(
  client: Pick<Operations, 'children'>,
  root: string,
  signal: AbortSignal,
  onDenied?: (path: string, error: ZooKeeperError) => void,
): AsyncIterable<string> {
  const stack: Waiting[] = [{ path: root }];
  while (stack.length > 0) {
    for (const waiting of stack.slice(-IN_FLIGHT)) ask(waiting);
    const { path, children } = stack.pop()!;
    const names = [...((await children)?.names ?? [])].sort();
    if (path === root) yield root;
    const below = names.map((name) => (path === '/' ? `/${name}` : `${path}/${name}`));
    yield* below;
    stack.push(...below.reverse().map((child) => ({ path: child })));
  }

  function ask(waiting: Waiting): void {
    if (waiting.children !== undefined) return;
    waiting.children = childrenOf(waiting.path);
    // It is awaited in its turn.
    waiting.children.catch(() => undefined);
  }

  async function childrenOf(path: string): Promise<Children | undefined> {
    try {
      return await client.children(path, { signal });
    } catch (error) {
      if (path !== root && isZooKeeperError(error, ErrorCode.NoNode)) return undefined;
      if (onDenied !== undefined && isZooKeeperError(error, ErrorCode.NoAuth)) {
        onDenied(path, error);
        return undefined;
      }
      throw error;
    }
  }
}
