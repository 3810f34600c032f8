import { propertyOf, type ActingKey } from './config-key.ts';
import type { ConfigValues, StorageName } from './config-values.ts';
import { lenientBoolean, lenientInteger, oneOf, strictInteger, yesOrNo, type ValueKind } from './value-kind.ts';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Hours, or a number with its unit. Source: Apache ZooKeeper 3.10; earlier releases know hours only. In ms. */
const purgeInterval: ValueKind<number> = {
  allowed: 'a whole number of hours, or a whole number with one of the units ms, s, m, h, d',
  read(text) {
    const match = /^([0-9]+)(ms|[smhd])?$/iu.exec(text);
    return match === null ? undefined : Number(match[1]) * UNIT_MS.get((match[2] ?? 'h').toLowerCase())!;
  },
  refusal: (text) => (/^[0-9]/u.test(text) ? `Illegal time interval suffix: ${text}` : `For input string: "${text}"`),
};

const kilobytes = lenientInteger({ allowed: 'a whole number of KB' });

/** The keys about files that this release acts on. */
export const actingStorageKeys: { readonly [Name in StorageName]: ActingKey<ConfigValues[Name]> } = {
  preAllocSize: {
    properties: [propertyOf('preAllocSize')],
    kind: kilobytes,
    default: 65_536,
    meaning: 'In which steps a log grows ahead of its content, in KB.',
  },
  snapCount: {
    properties: [propertyOf('snapCount')],
    kind: lenientInteger({ allowed: 'a whole number from 2', min: 2 }),
    default: 100_000,
    meaning: 'The most transactions between two snapshots.',
  },
  snapSizeLimitInKb: {
    properties: [propertyOf('snapSizeLimitInKb')],
    kind: kilobytes,
    default: 4_194_304,
    meaning: 'The most KB of transactions between two snapshots; 0 = no limit.',
  },
  txnLogSizeLimitInKb: {
    properties: [propertyOf('txnLogSizeLimitInKb')],
    kind: kilobytes,
    default: -1,
    meaning: 'Beyond this size a log is continued in a new file; -1 = never.',
  },
  forceSync: {
    properties: [propertyOf('forceSync')],
    kind: yesOrNo,
    default: true,
    defaultText: 'yes',
    meaning:
      'Whether a write is on disk before it is acknowledged; `no` loses acknowledged writes when the machine fails.',
  },
  'fsync.warningthresholdms': {
    properties: ['zookeeper.fsync.warningthresholdms', 'fsync.warningthresholdms'],
    kind: lenientInteger({ allowed: 'a whole number of milliseconds from 0', min: 0 }),
    default: 1000,
    meaning: 'A write to disk that takes longer than this many ms is worth a warning.',
  },
  'snapshot.compression.method': {
    properties: [propertyOf('snapshot.compression.method')],
    kind: oneOf(['', 'gz', 'snappy'], () => undefined),
    default: '',
    defaultText: 'none',
    meaning: 'How snapshots are compressed: `gz` or `snappy`.',
  },
  'snapshot.trust.empty': {
    properties: [propertyOf('snapshot.trust.empty')],
    kind: lenientBoolean,
    default: false,
    meaning: 'Whether logs without any snapshot are the whole history, as releases before 3.5 left them.',
  },
  'autopurge.snapRetainCount': {
    properties: [],
    kind: strictInteger({ allowed: 'a whole number' }),
    default: 3,
    meaning: 'How many snapshots stay when old files are removed, at least 3.',
  },
  'autopurge.purgeInterval': {
    properties: [],
    kind: purgeInterval,
    default: 0,
    meaning: 'How often old snapshots and logs are removed: hours, or a number with a unit; 0 = never.',
  },
};
