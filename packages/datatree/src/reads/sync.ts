import type { Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';

/** Answers with the request's path: that the server has caught up is its own affair. */
export const sync: ReadOf<Reads['sync']> = (_tree, { path }) => ({ path });
