import { type DeleteRequest, writes } from '@zookit/protocol';
import { settleDelete, settleDeleteIfThere } from '../ambiguity/settle-delete.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { VersionOptions } from './version-options.ts';

/** What a delete can be told. */
export interface DeleteOptions extends VersionOptions {
  /** What a znode that is not there is: an `error`, or nothing to do. Default: `error`. */
  readonly ifMissing?: 'error' | 'ignore' | undefined;
  /**
   * Whether what is below goes too, children first, many at a time; what others create there meanwhile included. Each
   * request may take `timeoutMs`. Default: no.
   */
  readonly recursive?: boolean | undefined;
  /**
   * Whether the client goes on with it in the background when the call fails without having been refused, until it is done or
   * the client is closed. Default: no.
   */
  readonly guaranteed?: boolean | undefined;
}

/** The calls of `delete`. */
export const deleteShape: CallShape<DeleteRequest, undefined, boolean> = {
  name: 'delete',
  operation: writes.delete,
  result: () => true,
  onLoss: settleDelete,
};

/** Those of `delete` with `ifMissing: 'ignore'`. */
export const deleteIfThereShape: CallShape<DeleteRequest, undefined, boolean> = {
  ...deleteShape,
  ifAbsent: { result: false },
  onLoss: settleDeleteIfThere,
};
