import type { OperationContext } from './context.ts';
import type { Created } from './create-request.ts';

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
  return {
    paths: [first, ...others].map(({ path }) => context.chroot.join(path)),
    token: first.stat.czxid,
    sessionId: first.stat.ephemeralOwner,
  };
}
