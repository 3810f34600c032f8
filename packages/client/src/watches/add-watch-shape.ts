import { AddWatchMode, type AddWatchRequest, type ErrorResponse, reads } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';

/** The calls that have a server watch a path for good. */
export const addWatchShape: CallShape<AddWatchRequest, ErrorResponse, undefined> = {
  name: 'addWatch',
  operation: reads.addWatch,
  result: () => undefined,
};

/** How the server is told what an added watch is. */
export function modeOf(kind: 'persistent' | 'recursive'): AddWatchMode {
  return kind === 'recursive' ? AddWatchMode.PERSISTENT_RECURSIVE : AddWatchMode.PERSISTENT;
}
