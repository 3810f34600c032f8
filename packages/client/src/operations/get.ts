import { type GetDataRequest, type GetDataResponse, reads } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { submit } from './submit.ts';

const NO_BYTES = new Uint8Array(0);

/** The data of a znode. */
export interface NodeData {
  /** A view on what was received, which nobody writes to: copy what is small and kept for long. */
  readonly data: Uint8Array;
  readonly stat: Stat;
  /** Whether the data is the protocol's null; `data` is empty then. */
  readonly isNull: boolean;
}

/** The calls of `get`. */
export const getShape: CallShape<GetDataRequest, GetDataResponse, NodeData> = {
  name: 'get',
  operation: reads.getData,
  result: ({ data, stat }) => ({ data: data ?? NO_BYTES, stat: statOf(stat), isNull: data === null }),
};

/** The data of a znode. */
export async function get(context: OperationContext, path: string, options?: CallOptions): Promise<NodeData> {
  return submit(context, getShape, { path: context.chroot.resolve(path), watch: false }, path, options);
}
