import { type GetChildren2Request, type GetChildren2Response, reads } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';

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
