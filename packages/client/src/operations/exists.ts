import { type ExistsRequest, type ExistsResponse, reads } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';
import { type Stat, statOf } from '../stat.ts';

/** The calls of `exists`. */
export const existsShape: CallShape<ExistsRequest, ExistsResponse, Stat | undefined> = {
  name: 'exists',
  operation: reads.exists,
  result: (response) => statOf(response.stat),
  ifAbsent: { result: undefined },
};
