import type { Operation } from '@zookit/protocol';
import type { Chroot } from '../chroot.ts';

/** What all calls of one method have in common. */
export interface CallShape<Request, Response, Result> {
  /** The method's name, for errors. */
  readonly name: string;
  readonly operation: Operation<Request, Response>;
  /** What the caller gets for a response. */
  readonly result: (response: Response, chroot: Chroot) => Result;
  /** What the caller gets for NoNode, where that is an answer and no error. */
  readonly ifAbsent?: { readonly result: Result };
}
