import type { Operation } from '@zookit/protocol';
import type { Chroot } from '../chroot.ts';
import type { Settle } from './settle.ts';

/** What all calls of one method have in common. */
export interface CallShape<Request, Response, Result> {
  /** The method's name, for errors. */
  readonly name: string;
  readonly operation: Operation<Request, Response>;
  /** The xid that its requests bear. Default: the next one. */
  readonly fixedXid?: number;
  /** What the caller gets for a response; a promise only where the response tells of a failure. */
  readonly result: (response: Response, chroot: Chroot) => Result | Promise<Result>;
  /** What the caller gets for NoNode, where that is an answer and no error. */
  readonly ifAbsent?: { readonly result: Result };
  /**
   * What becomes of a call whose reply was lost. `repeat` sends it again on the next connection, in order, before anything
   * queued: the default for reads. `unknown` rejects: the default for all others. A function asks the new connection first.
   */
  readonly onLoss?: 'repeat' | 'unknown' | Settle<Request, Response> | undefined;
  /** Whether the function can tell anything about a request; if not, the call rejects at once. Default: it can. */
  readonly isDecidable?: ((request: Request) => boolean) | undefined;
}
