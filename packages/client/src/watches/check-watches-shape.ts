import { type CheckWatchesRequest, reads } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';

/** The calls that ask whether a server watches a path. */
export const checkWatchesShape: CallShape<CheckWatchesRequest, undefined, undefined> = {
  name: 'checkWatches',
  operation: reads.checkWatches,
  result: () => undefined,
};
