import { type GetDataRequest, type GetDataResponse, reads } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import { plainBytes } from '../plain-bytes.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import { readRules } from '../watches/read-options.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';

const NO_BYTES = new Uint8Array(0);

/** The data of a znode. */
export interface NodeData {
  /**
   * A plain `Uint8Array` over what was received, which nobody writes to: copy what is small and kept for long, by `slice()`.
   */
  readonly data: Uint8Array;
  readonly stat: Stat;
  /** Whether the data is the protocol's null; `data` is empty then. */
  readonly isNull: boolean;
}

/** The calls of `get`. */
export const getShape: CallShape<GetDataRequest, GetDataResponse, NodeData> = {
  name: 'get',
  operation: reads.getData,
  result: nodeDataOf,
};

/** The data of a znode as callers see it. */
export function nodeDataOf({ data, stat }: GetDataResponse): NodeData {
  return { data: data === null ? NO_BYTES : plainBytes(data), stat: statOf(stat), isNull: data === null };
}

/** The data of a znode. */
export function get(context: OperationContext, path: string, options?: CallOptions): Promise<NodeData> {
  const refused = refusalOf('get', path, options, readRules);
  if (refused !== undefined) return Promise.reject(refused);
  return submit(context, getShape, { path: context.chroot.join(path), watch: false }, path, options);
}
