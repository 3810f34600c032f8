import type { CallOptions } from '../call-options.ts';

/** What matches every version, on the wire. */
export const ANY_VERSION = -1;

/** What a set or a delete can be told. */
export interface VersionOptions extends CallOptions {
  /** The version that the data must have. Default: any. */
  readonly version?: number | undefined;
}
