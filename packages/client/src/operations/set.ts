import { type SetDataRequest, type SetDataResponse, writes } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { bytesOf, type DataInput } from './data.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, type VersionOptions } from './version-options.ts';

/** The calls of `set`. */
export const setShape: CallShape<SetDataRequest, SetDataResponse, Stat> = {
  name: 'set',
  operation: writes.setData,
  result: (response) => statOf(response.stat),
};

/** Sets the data of a znode. */
export async function set(
  context: OperationContext,
  path: string,
  data: DataInput,
  options?: VersionOptions,
): Promise<Stat> {
  const version = options?.version ?? ANY_VERSION;
  return submit(context, setShape, { path: context.chroot.resolve(path), data: bytesOf(data), version }, path, options);
}
