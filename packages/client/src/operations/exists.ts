import { type ExistsRequest, type ExistsResponse, reads } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import { readRules } from '../watches/read-options.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';

/** The calls of `exists`. */
export const existsShape: CallShape<ExistsRequest, ExistsResponse, Stat | undefined> = {
  name: 'exists',
  operation: reads.exists,
  result: (response) => statOf(response.stat),
  ifAbsent: { result: undefined },
};

/** The stat of a znode; undefined when there is none. */
export function exists(context: OperationContext, path: string, options?: CallOptions): Promise<Stat | undefined> {
  const refused = refusalOf('exists', path, options, readRules);
  if (refused !== undefined) return Promise.reject(refused);
  return submit(context, existsShape, { path: context.chroot.join(path), watch: false }, path, options);
}
