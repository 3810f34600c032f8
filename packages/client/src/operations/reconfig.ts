import { type GetDataResponse, type ReconfigRequest, writes } from '@zookit/protocol';
import { settleReconfig } from '../ambiguity/settle-reconfig.ts';
import { type CallOptions, callRules } from '../call-options.ts';
import { type OptionRules, problemOfOptions } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { CONFIG_PATH, type EnsembleConfig, ensembleConfigOf } from './ensemble-config.ts';
import { refusal } from './refusal.ts';
import { submit } from './submit.ts';

/** How the ensemble shall change: by servers that come and go, or to a new list of all. */
export type EnsembleChange =
  | {
      /** Servers to add or to change: `server.3=host:2888:3888:participant;2181`. */
      readonly add?: readonly string[] | undefined;
      /** The ids of servers to remove. */
      readonly remove?: readonly (number | bigint)[] | undefined;
      readonly members?: undefined;
    }
  | { readonly members: readonly string[]; readonly add?: undefined; readonly remove?: undefined };

/** What `reconfig` can be told. */
export interface ReconfigOptions extends CallOptions {
  /** The version that the present configuration must have. Default: any. */
  readonly fromVersion?: bigint | undefined;
}

const ANY_CONFIG = -1n;

const rules: OptionRules<ReconfigOptions> = {
  ...callRules,
  fromVersion: { accepts: (value) => typeof value === 'bigint', what: 'a bigint' },
};

/** The calls of `reconfig`. */
export const reconfigShape: CallShape<ReconfigRequest, GetDataResponse, EnsembleConfig> = {
  name: 'reconfig',
  operation: writes.reconfig,
  result: ensembleConfigOf,
  onLoss: settleReconfig,
};

/** Changes which servers form the ensemble; resolves with the new configuration. */
export function reconfig(
  context: OperationContext,
  change: EnsembleChange,
  options?: ReconfigOptions,
): Promise<EnsembleConfig> {
  const problem = problemOfChange(change) ?? problemOfOptions(options, rules);
  if (problem !== undefined) return Promise.reject(refusal('reconfig', CONFIG_PATH, problem));
  const request: ReconfigRequest = {
    joiningServers: listOf(change.add),
    leavingServers: listOf(change.remove),
    newMembers: listOf(change.members),
    currentConfigId: options?.fromVersion ?? ANY_CONFIG,
  };
  return submit(context, reconfigShape, request, CONFIG_PATH, options);
}

function listOf(entries: readonly (string | number | bigint)[] | undefined): string | null {
  return entries === undefined || entries.length === 0 ? null : entries.join(',');
}

function problemOfChange({ add = [], remove = [], members }: EnsembleChange): string | undefined {
  const isIncremental = add.length > 0 || remove.length > 0;
  if (members !== undefined) {
    if (isIncremental) return 'members is the whole list: it goes without add and remove';
    return members.length === 0 ? 'members is empty: an ensemble has servers' : undefined;
  }
  return isIncremental ? undefined : 'there is nothing to add, to remove or to set as members';
}
