import type { PassiveGroup } from './config-key.ts';
import { inFile, orProperty, switches, texts, wholeNumber } from './passive-key.ts';
import type { ValueKind } from './value-kind.ts';

/** Hours, or a number with its unit. Source: Apache ZooKeeper 3.10; earlier releases know hours only. */
const purgeInterval: ValueKind<number> = {
  allowed: 'a whole number of hours, or a whole number with one of the units ms, s, m, h, d',
  read(text) {
    const match = /^([0-9]+)(?:ms|[smhd])?$/iu.exec(text);
    return match === null ? undefined : Number(match[1]);
  },
  refusal: (text) => (/^[0-9]/u.test(text) ? `Illegal time interval suffix: ${text}` : `For input string: "${text}"`),
};

/** What steers files. */
export const storageKeys: PassiveGroup = {
  reason: 'this release keeps its data in memory only',
  keys: [
    inFile('autopurge.snapRetainCount', wholeNumber, 3),
    inFile('autopurge.purgeInterval', purgeInterval, 0),
    ...texts(['preAllocSize', 'snapCount', 'snapSizeLimitInKb', 'txnLogSizeLimitInKb', 'commitLogCount']),
    ...texts(['snapshotSizeFactor', 'flushDelay', 'maxWriteQueuePollTime', 'maxBatchSize', 'jute.maxbuffer.extrasize']),
    {
      ...orProperty('fsync.warningthresholdms'),
      properties: ['zookeeper.fsync.warningthresholdms', 'fsync.warningthresholdms'],
    },
    orProperty('forceSync'),
    orProperty('snapshot.compression.method'),
    ...switches(['db.autocreate', 'serializeLastProcessedZxid.enabled'], true),
    ...switches(['snapshot.trust.empty'], false),
  ],
  families: [],
};
