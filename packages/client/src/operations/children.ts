import { type GetChildren2Request, type GetChildren2Response, reads } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import { readRules } from '../watches/read-options.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';

/** The children of a znode. */
export interface Children {
  /** Names, not paths, in no order. */
  readonly names: readonly string[];
  /** Of the parent. */
  readonly stat: Stat;
}

/** The calls of `children`. */
export const childrenShape: CallShape<GetChildren2Request, GetChildren2Response, Children> = {
  name: 'children',
  operation: reads.getChildren2,
  result: ({ children, stat }) => ({ names: children, stat: statOf(stat) }),
};

/** The names of a znode's children. */
export function children(context: OperationContext, path: string, options?: CallOptions): Promise<Children> {
  const refused = refusalOf('children', path, options, readRules);
  if (refused !== undefined) return Promise.reject(refused);
  return submit(context, childrenShape, { path: context.chroot.join(path), watch: false }, path, options);
}
