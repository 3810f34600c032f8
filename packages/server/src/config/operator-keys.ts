import type { PassiveGroup } from './config-key.ts';
import { bareProperty, inFile, orProperty, switches, switchesInFile, texts, wholeNumber } from './passive-key.ts';
import { lenientBoolean, oneOf } from './value-kind.ts';

/** The HTTP server for operators. */
export const adminKeys: PassiveGroup = {
  reason: 'this release has no admin server',
  keys: switches(['admin.enableServer'], false),
  families: texts(['admin.']),
};

const DEFAULT_PROVIDER = 'org.apache.zookeeper.metrics.impl.DefaultMetricsProvider';

const metricsProvider = oneOf(
  [
    DEFAULT_PROVIDER,
    'org.apache.zookeeper.metrics.impl.NullMetricsProvider',
    'org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider',
  ],
  () => 'metrics provider class was not found',
);

/** What publishes metrics. */
export const metricsKeys: PassiveGroup = {
  reason: 'this release shows metrics by the four-letter word mntr only',
  keys: [inFile('metricsProvider.className', metricsProvider, DEFAULT_PROVIDER)],
  families: [inFile('metricsProvider.'), ...texts(['pathStats.', 'messageTracker.'])],
};

/** What writes the audit log. */
export const auditKeys: PassiveGroup = {
  reason: 'this release writes no audit log',
  keys: switches(['audit.enable'], false),
  families: texts(['audit.']),
};

/** Sessions that one server keeps to itself, and reading without a quorum. */
export const sessionKeys: PassiveGroup = {
  reason: 'all sessions of a standalone server are alike',
  keys: [
    ...switchesInFile(['localSessionsEnabled', 'localSessionsUpgradingEnabled'], false),
    bareProperty('readonlymode.enabled', lenientBoolean, false),
  ],
  families: [],
};

/** What slows clients down or turns them away, beyond the limits that are supported. */
export const throttleKeys: PassiveGroup = {
  reason: 'this release holds clients back by globalOutstandingLimit, maxClientCnxns and maxCnxns only',
  keys: [
    ...texts(['request_throttle_max_requests', 'request_throttle_stall_time', 'throttled_op_wait_time']),
    ...texts(['largeRequestMaxBytes', 'largeRequestThreshold', 'request_throttler.shutdownTimeout']),
    ...switches(['request_throttle_drop_stale', 'request_stale_connection_check'], true),
    ...switches(['request_stale_latency_check'], false),
  ],
  families: texts(['connection_throttle_']),
};

/** What tunes a Java virtual machine or the threads of Apache's server. */
export const javaKeys: PassiveGroup = {
  reason: 'it tunes the insides of the Java server',
  keys: [
    ...switchesInFile(['jvm.pause.monitor'], false),
    inFile('jvm.pause.info-threshold.ms', wholeNumber),
    inFile('jvm.pause.warn-threshold.ms', wholeNumber),
    inFile('jvm.pause.sleep.time.ms', wholeNumber),
    ...texts(['nio.numSelectorThreads', 'nio.numWorkerThreads', 'nio.directBufferBytes', 'nio.shutdownTimeout']),
    ...texts(['intBufferStartingSizeBytes', 'maxResponseCacheSize', 'maxGetChildrenResponseCacheSize']),
    ...texts(['watcherCleanThreadsNum', 'watcherCleanThreshold', 'watcherCleanIntervalInSeconds']),
    ...texts(['maxInProcessingDeadWatchers', 'bitHashCacheSize']),
    orProperty('netty.advancedFlowControl.enabled', lenientBoolean, false),
    orProperty('watchManagerName'),
  ],
  families: texts(['commitProcessor.', 'jmx.']),
};

/** What chooses between the two network layers of the Java server: there is one here, that does what both do. */
export const networkLayerKeys: PassiveGroup = {
  reason: undefined,
  keys: [orProperty('serverCnxnFactory')],
  families: [],
};
