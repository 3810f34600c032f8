import type { OperationContext } from './context.ts';
import { isObject, nameOf } from '../option-rules.ts';
import type { Created } from './create-request.ts';
import { refusal } from './refusal.ts';

/** The proof of holding something, such as a lock: znodes that are there as long as it is held. */
export interface Fence {
  /** As servers name them, chroot included, so that a fence holds in every view. */
  readonly paths: readonly string[];
  /** The czxid of the first: grows with each later holder, so that stores elsewhere can compare it. */
  readonly token: bigint;
  /** The session of the first, 0 if it is not ephemeral. */
  readonly sessionId: bigint;
}

/** The fence that stands while these znodes of a view are there. */
export function fenceOf(context: OperationContext, first: Created, others: readonly Created[]): Fence {
  if (![first, ...others].every(isCreated)) throw refusal('fence', undefined, 'a fence stands on what `create` gave');
  return {
    paths: [first, ...others].map(({ path }) => context.chroot.join(path)),
    token: first.stat.czxid,
    sessionId: first.stat.ephemeralOwner,
  };
}

function isCreated(value: unknown): boolean {
  const { path, stat }: Partial<Record<keyof Created, unknown>> = isObject(value) ? value : {};
  return typeof path === 'string' && isObject(stat) && 'czxid' in stat && typeof stat.czxid === 'bigint';
}

/** What is wrong with a fence, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfFence(fence: unknown): string | undefined {
  const { paths }: Partial<Record<keyof Fence, unknown>> = isObject(fence) ? fence : {};
  const isFence = Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string');
  return isFence ? undefined : `the fence must be what \`fence\` gave, not ${nameOf(fence)}`;
}
