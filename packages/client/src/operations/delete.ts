import { type DeleteRequest, writes } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';

/** The calls of `delete`. */
export const deleteShape: CallShape<DeleteRequest, undefined, undefined> = {
  name: 'delete',
  operation: writes.delete,
  result: () => undefined,
};
