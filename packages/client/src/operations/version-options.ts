import { type CallOptions, callRules } from '../call-options.ts';
import { type OptionRules, versionRule } from '../option-rules.ts';

/** What matches every version, on the wire. */
export const ANY_VERSION = -1;

/** What a set or a delete can be told. */
export interface VersionOptions extends CallOptions {
  /** The version that there must be. Default: any. */
  readonly version?: number | undefined;
}

export const versionRules: OptionRules<VersionOptions> = { ...callRules, version: versionRule };
