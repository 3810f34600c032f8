export { adler32, ADLER_START } from './adler32.ts';
export { atomicWrite } from './atomic-write.ts';
export { CommittedLog, type CommittedProposal } from './committed-log.ts';
export { DataDirectory, VERSION_DIRECTORY, type DataDirectoryOptions, type OpenLogOptions } from './data-directory.ts';
export { DirectoryLock, type TakeLockOptions } from './directory-lock.ts';
export { DurableMark, DURABLE_MARK_NAME } from './durable-mark.ts';
export { EpochFiles, type Epochs } from './epoch-files.ts';
export { CorruptLogError, CorruptSnapshotError, DataDirectoryError, LogWriteError } from './errors.ts';
export {
  logName,
  parseLogName,
  parseSnapshotName,
  snapshotName,
  type Compression,
  type LogName,
  type SnapshotName,
} from './file-names.ts';
export type { FileStatus, FileSystem, OpenFile, OpenMode } from './file-system.ts';
export { LOCK_NAME } from './lock-file.ts';
export { lockHolder } from './lock-holder.ts';
export { thisProcess, type Liveness, type LockOwner, type ProcessMark, type ScheduledTask } from './lock-owner.ts';
export { LogFileReader, type LogEnd } from './log-file-reader.ts';
export {
  follows,
  LOG_HEADER_BYTES,
  logHeaderBytes,
  PAYLOAD_MAX_BYTES,
  PAYLOAD_MIN_BYTES,
  RECORD_END,
  RECORD_PREFIX_BYTES,
} from './log-format.ts';
export type { LogRecord } from './log-record.ts';
export { nodeFileSystem } from './node-file-system.ts';
export { purge, removePlanned, type Purged } from './purge.ts';
export { planPurge, RETAIN_MIN_COUNT, type PurgeOptions, type PurgePlan, type RemovableFile } from './purge-plan.ts';
export { lastLoggedZxid, recover, type RecoverOptions, type Recovery, type RecoveryPlace } from './recovery.ts';
export type { RecoveryProgress } from './recovery-progress.ts';
export type { LoadedSnapshot, RecoveryTarget } from './recovery-target.ts';
export { listSnapshots, looksComplete } from './snapshot-files.ts';
export type { SnapshotDigest } from './snapshot-format.ts';
export { snapshotMagics } from './snapshot-magic.ts';
export { readSnapshot, type SnapshotProgress, type SnapshotTrailer, type SnapshotVisitor } from './snapshot-reader.ts';
export {
  SnapshotWriter,
  type SnapshotEnd,
  type SnapshotWriterOptions,
  type WrittenSnapshot,
} from './snapshot-writer.ts';
export { checkSplit } from './split-check.ts';
export { truncateLog } from './truncate-log.ts';
export { listLogs, TxnLogReader, type TxnLogReaderOptions } from './txn-log-reader.ts';
export { TxnLogWriter, type TxnLogWriterOptions } from './txn-log-writer.ts';
