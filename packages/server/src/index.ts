export type { AuthProvider } from './auth/auth-provider.ts';
export { digestId } from './auth/digest-provider.ts';
export { systemClock, type Clock, type Timer } from './clock.ts';
export { ConfigError, type ConfigNotice, type ConfigProblem } from './config/config-error.ts';
export { configTable, type ConfigTableRow } from './config/config-table.ts';
export { parseZooCfg, readConfig, type ConfigReading } from './config/read-config.ts';
export {
  defaultConfig,
  type ContainerConfig,
  type DigestAuthConfig,
  type ServerConfig,
  type StorageConfig,
} from './config/server-config.ts';
export type { Setting } from './config/setting.ts';
export { silentLogger, type LogFields, type Logger } from './logger.ts';
export type { ServerEnvironment, ServerOptions } from './server-options.ts';
export type { LatencySummary } from './server-stats.ts';
export type { ConnectionView, ExpiryBucket, ServerView } from './server-view.ts';
export { CorruptLogError, CorruptSnapshotError, DataDirectoryError, LogWriteError } from '@zookit/txnlog';
export { COMPATIBLE_VERSION, type BuildInfo } from './version.ts';
export { ZooKeeperServer } from './zookeeper-server.ts';
