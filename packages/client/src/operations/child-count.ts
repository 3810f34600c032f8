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
export async function childCount(
  context: OperationContext,
  path: string,
  options: ChildCountOptions = {},
): Promise<number> {
  const refused = refusalOf('childCount', path, options, rules);
  if (refused !== undefined) throw refused;
  const { recursive = false, ...call } = options;
  const at = context.chroot.join(path);
  if (!recursive) return submit(context, childCountShape, { path: at, watch: false }, path, call);
  return context.downgrades.attempt(
    context.requests,
    reads.getAllChildrenNumber,
    () => submit(context, descendantCountShape, { path: at }, path, call),
    () => countByWalking(context, path, call),
  );
}

/** For servers before 3.6. */
async function countByWalking(context: OperationContext, path: string, call: CallOptions): Promise<number> {
  let count = -1;
  for await (const _node of walk(context, path, call)) count++;
  if (count < 0) throw new NoNodeError(path, { operation: 'childCount' });
  return count;
}
