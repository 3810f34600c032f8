import { type SetDataRequest, type SetDataResponse, writes } from '@zookit/protocol';
import { settleSet } from '../ambiguity/settle-set.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';
import type { OperationContext } from './context.ts';
import { bytesOf, type DataInput, problemOfData } from './data.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, type VersionOptions, versionRules } from './version-options.ts';

/** The calls of `set`. */
export const setShape: CallShape<SetDataRequest, SetDataResponse, Stat> = {
  name: 'set',
  operation: writes.setData,
  result: (response) => statOf(response.stat),
  onLoss: settleSet,
};

/** Sets the data of a znode. */
export function set(context: OperationContext, path: string, data: DataInput, options?: VersionOptions): Promise<Stat> {
  const refused = refusalOf('set', path, options, versionRules, problemOfData(data));
  if (refused !== undefined) return Promise.reject(refused);
  const version = options?.version ?? ANY_VERSION;
  return submit(context, setShape, { path: context.chroot.join(path), data: bytesOf(data), version }, path, options);
}
