import type { PassiveGroup } from './config-key.ts';
import { switches, texts } from './passive-key.ts';

/** What steers files beyond what this release does with them. */
export const storageKeys: PassiveGroup = {
  reason: 'this release has no use for it',
  keys: [
    ...texts(['commitLogCount', 'snapshotSizeFactor', 'flushDelay', 'maxWriteQueuePollTime', 'maxBatchSize']),
    ...texts(['jute.maxbuffer.extrasize']),
    ...switches(['db.autocreate', 'serializeLastProcessedZxid.enabled'], true),
  ],
  families: [],
};
