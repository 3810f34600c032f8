import type { Reads } from '@zookit/protocol';
import type { ReadOf } from '../read.ts';

/** Answers with nothing: that there is an answer is all. */
export const ping: ReadOf<Reads['ping']> = () => undefined;
