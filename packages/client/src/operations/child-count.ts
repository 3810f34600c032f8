import {
  type ExistsRequest,
  type ExistsResponse,
  type GetAllChildrenNumberRequest,
  type GetAllChildrenNumberResponse,
  NoNodeError,
  reads,
} from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { flagRule, type OptionRules } from '../option-rules.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { untraced } from './untraced.ts';
import { walk } from './walk.ts';

/** What `childCount` can be told. */
export interface ChildCountOptions extends CallOptions {
  /** Whether the children's children count, and theirs. Default: no. */
  readonly recursive?: boolean | undefined;
}

const rules: OptionRules<ChildCountOptions> = { ...callRules, recursive: flagRule };

/** The calls of `childCount`. */
const childCountShape: CallShape<ExistsRequest, ExistsResponse, number> = {
  name: 'childCount',
  operation: reads.exists,
  result: ({ stat }) => stat.numChildren,
};

/** The calls of `childCount` with `recursive`. */
const descendantCountShape: CallShape<GetAllChildrenNumberRequest, GetAllChildrenNumberResponse, number> = {
  name: 'childCount',
  operation: reads.getAllChildrenNumber,
  result: ({ totalNumber }) => totalNumber,
};

/** How many children a znode has. */
export function childCount(context: OperationContext, path: string, options: ChildCountOptions = {}): Promise<number> {
  const refused = refusalOf('childCount', path, options, rules);
  if (refused !== undefined) return Promise.reject(refused);
  const { recursive = false, ...call } = options;
  if (recursive) return countDescendants(context, path, call);
  return submit(context, childCountShape, { path: context.chroot.join(path), watch: false }, path, call);
}

function countDescendants(context: OperationContext, path: string, call: CallOptions): Promise<number> {
  const { getAllChildrenNumber } = reads;
  if (context.downgrades.isLacking(context.requests, getAllChildrenNumber)) return countByWalking(context, path, call);
  const other = (): Promise<number> => countByWalking(untraced(context), path, call);
  const instead = context.downgrades.instead(context.requests, getAllChildrenNumber, other);
  return submit(context, descendantCountShape, { path: context.chroot.join(path) }, path, call, instead);
}

/** For servers before 3.6. */
async function countByWalking(context: OperationContext, path: string, call: CallOptions): Promise<number> {
  let count = -1;
  for await (const _node of walk(context, path, call)) count++;
  if (count < 0) throw new NoNodeError(path, { operation: 'childCount' });
  return count;
}
