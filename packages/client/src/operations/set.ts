import { type SetDataRequest, type SetDataResponse, writes } from '@zookit/protocol';
import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';

/** What a set or a delete can be told. */
export interface VersionOptions extends CallOptions {
  /** The version that the data must have. Default: any. */
  readonly version?: number | undefined;
}

/** The calls of `set`. */
export const setShape: CallShape<SetDataRequest, SetDataResponse, Stat> = {
  name: 'set',
  operation: writes.setData,
  result: (response) => statOf(response.stat),
};
