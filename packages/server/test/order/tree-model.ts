import { ErrorCode } from '@zookit/protocol';

/** A write of a program, as the model understands it. */
export type ModelWrite =
  | { readonly kind: 'create'; readonly path: string; readonly data: string }
  | { readonly kind: 'setData'; readonly path: string; readonly data: string; readonly version: number }
  | { readonly kind: 'delete'; readonly path: string; readonly version: number }
  | { readonly kind: 'multi'; readonly parts: readonly Exclude<ModelWrite, { kind: 'multi' }>[] };

/** What the model knows of a znode. */
export interface ModelNode {
  readonly data: string;
  readonly version: number;
  readonly mzxid: bigint;
}

/** A tree at one moment: never changed, each write makes the next one. */
export type ModelTree = ReadonlyMap<string, ModelNode>;

/** A znode's parent. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** The names of a znode's children. */
export const childrenOf = (tree: ModelTree, path: string): string[] =>
  [...tree.keys()]
    .filter((one) => one !== path && parentOf(one) === path)
    .map((one) => one.slice(one.lastIndexOf('/') + 1));

/** The tree after a write, and the write's error; a write that fails leaves the tree as it is. */
export function applyToModel(tree: ModelTree, write: ModelWrite, zxid: bigint): { tree: ModelTree; error: number } {
  if (write.kind !== 'multi') return applyOne(tree, write, zxid);
  let after = tree;
  for (const part of write.parts) {
    const result = applyOne(after, part, zxid);
    if (result.error !== 0) return { tree, error: result.error };
    after = result.tree;
  }
  return { tree: after, error: ErrorCode.Ok };
}

function applyOne(tree: ModelTree, write: Exclude<ModelWrite, { kind: 'multi' }>, zxid: bigint) {
  const error = refusalOf(tree, write);
  if (error !== ErrorCode.Ok) return { tree, error };
  const after = new Map(tree);
  const version = (tree.get(write.path)?.version ?? -1) + 1;
  if (write.kind === 'delete') after.delete(write.path);
  else after.set(write.path, { data: write.data, version, mzxid: zxid });
  return { tree: after, error };
}

function refusalOf(tree: ModelTree, write: Exclude<ModelWrite, { kind: 'multi' }>): number {
  const node = tree.get(write.path);
  if (write.kind === 'create') {
    if (parentOf(write.path) !== '/' && !tree.has(parentOf(write.path))) return ErrorCode.NoNode;
    return node === undefined ? ErrorCode.Ok : ErrorCode.NodeExists;
  }
  if (node === undefined) return ErrorCode.NoNode;
  if (write.version !== -1 && write.version !== node.version) return ErrorCode.BadVersion;
  return write.kind === 'delete' && childrenOf(tree, write.path).length > 0 ? ErrorCode.NotEmpty : ErrorCode.Ok;
}
