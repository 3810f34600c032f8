import type { Codec } from '@zookit/jute';

/** The codec of a request or response that has no bytes. */
export const nothing: Codec<undefined> = {
  write: () => undefined,
  read: () => undefined,
};
