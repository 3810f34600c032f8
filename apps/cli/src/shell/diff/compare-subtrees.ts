import { acl } from '@zookit/client';
import type { ExportedNode } from '../export-file/exported-node.ts';
import { comparePaths } from '../subtree/paths.ts';
import type { DifferentPart, Difference } from './difference.ts';

/** What does not count. */
export interface CompareOptions {
  readonly ignores: ReadonlySet<DifferentPart>;
}

/** How two subtrees differ; both in the order of {@link comparePaths}. Holds one znode of each. */
export async function* compareSubtrees(
  left: AsyncIterator<ExportedNode, void>,
  right: AsyncIterator<ExportedNode, void>,
  { ignores }: CompareOptions,
): AsyncGenerator<Difference, void, undefined> {
  let [one, other] = await Promise.all([nextOf(left), nextOf(right)]);
  for (;;) {
    const order = orderOf(one, other);
    const difference = differenceOf(order <= 0 ? one : undefined, order >= 0 ? other : undefined, ignores);
    if (difference !== undefined) yield difference;
    if (one === undefined && other === undefined) return;
    [one, other] = await Promise.all([order <= 0 ? nextOf(left) : one, order >= 0 ? nextOf(right) : other]);
  }
}

async function nextOf(nodes: AsyncIterator<ExportedNode, void>): Promise<ExportedNode | undefined> {
  const next = await nodes.next();
  return next.done === true ? undefined : next.value;
}

/** Which of two comes first; what has ended comes last. */
function orderOf(one: ExportedNode | undefined, other: ExportedNode | undefined): number {
  if (one === undefined) return other === undefined ? 0 : 1;
  return other === undefined ? -1 : comparePaths(one.path, other.path);
}

function differenceOf(
  left: ExportedNode | undefined,
  right: ExportedNode | undefined,
  ignores: ReadonlySet<DifferentPart>,
): Difference | undefined {
  if (left === undefined) return right && { type: 'right-only', path: right.path, node: right };
  if (right === undefined) return { type: 'left-only', path: left.path, node: left };
  const parts = differentParts(left, right).filter((part) => !ignores.has(part));
  return parts.length === 0 ? undefined : { type: 'different', path: left.path, left, right, parts };
}

function differentParts(left: ExportedNode, right: ExportedNode): DifferentPart[] {
  return [
    ...(isSameData(left.data, right.data) ? [] : (['data'] as const)),
    ...(acl.format(left.acl) === acl.format(right.acl) ? [] : (['acl'] as const)),
    // Of a server nobody learns more.
    ...((left.kind === 'ephemeral') === (right.kind === 'ephemeral') ? [] : (['kind'] as const)),
  ];
}

function isSameData(left: Uint8Array | null, right: Uint8Array | null): boolean {
  return left === null || right === null ? left === right : Buffer.compare(left, right) === 0;
}
