import { type ExistsRequest, type ExistsResponse, reads } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { submit } from './submit.ts';

/** The calls of `exists`. */
export const existsShape: CallShape<ExistsRequest, ExistsResponse, Stat | undefined> = {
  name: 'exists',
  operation: reads.exists,
  result: (response) => statOf(response.stat),
  ifAbsent: { result: undefined },
};

/** The stat of a znode; undefined when there is none. */
export async function exists(
  context: OperationContext,
  path: string,
  options?: CallOptions,
): Promise<Stat | undefined> {
  return submit(context, existsShape, { path: context.chroot.resolve(path), watch: false }, path, options);
}
