import type { CallOptions } from '../call-options.ts';
import type { Chroot } from '../chroot.ts';
import type { CallGate } from './call-gate.ts';
import type { CallShape } from './call-shape.ts';

/** What requests can have in common, whatever they ask for. */
export interface RequestTraits {
  /** Whether it waits for its turn however many do, instead of failing: see `limits`. Default: no. */
  readonly isPatient?: boolean | undefined;
  /** Whether it is a caller's call, of which diagnostics tell, and no part of one or a request of the client's own. Default: yes. */
  readonly isTraced?: boolean | undefined;
}

/** What a session is asked for. */
export interface SessionRequest<Request, Response, Result> extends RequestTraits {
  readonly shape: CallShape<Request, Response, Result>;
  readonly request: Request;
  /** As the caller wrote it. */
  readonly path: string | undefined;
  readonly options: CallOptions | undefined;
  /** Of the view that asks. */
  readonly chroot: Chroot;
  /**
   * Called in the turn in which the reply is decoded, before the caller's promise settles and before any later frame of the
   * connection is looked at, with the error of the reply (0 for none) and its zxid. Not called for a call that has ended.
   */
  readonly onReply?: ((code: number, zxid: bigint) => void) | undefined;
  /** Of a view that keeps its calls in their order. */
  readonly gate?: CallGate | undefined;
  /** What is done instead when the reply has this error; undefined: nothing, the call rejects. */
  readonly instead?: ((code: number) => Promise<Result> | undefined) | undefined;
}
