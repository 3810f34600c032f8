export { type ClientEnvironment, type Clock, systemEnvironment, type Timer } from './environment.ts';
export type { TlsConfig, TlsMaterial } from './transport/tls-config.ts';
export { TlsError, type TlsErrorOptions } from './transport/tls-error.ts';
export type { TlsOptions } from './transport/tls-options.ts';
export type { Dial, Endpoint, Transport, TransportEvents } from './transport/transport.ts';
export { ConnectStringError } from './endpoints/connect-string-error.ts';
export { type ConnectString, parseConnectString } from './endpoints/connect-string.ts';
export {
  type EndpointProvider,
  serviceEndpoints,
  type ServiceRecord,
  type ServiceResolver,
} from './endpoints/endpoint-provider.ts';
export { DEFAULT_PORT, formatEndpoint, parseEndpoint } from './endpoints/endpoint.ts';
export { ClientErrorCode } from './errors/client-error-code.ts';
export {
  AbortedError,
  CodecError,
  ConnectFailedError,
  PacketTooLargeError,
  QueueFullError,
} from './errors/client-errors.ts';
export { FenceLostError } from './errors/fence-lost-error.ts';
export { TransactionError, type TransactionFailure } from './errors/transaction-error.ts';
export type { CallOptions } from './call-options.ts';
export type { ClientOptions, ResolvedOptions } from './client-options.ts';
export { connect } from './connect.ts';
export type { ConnectionState, SessionInfo } from './connection-state.ts';
export type { ChildCountOptions } from './operations/child-count.ts';
export type { Children } from './operations/children.ts';
export type { CreateOptions, CreateShape } from './operations/create-options.ts';
export type { Created } from './operations/create-request.ts';
export type { DataInput } from './operations/data.ts';
export type { DeleteOptions } from './operations/delete-shape.ts';
export type { EnsembleConfig } from './operations/ensemble-config.ts';
export type { EnsurePathOptions } from './operations/ensure-path.ts';
export type { EphemeralNode, EphemeralOptions } from './operations/ephemeral-node.ts';
export type { Fence } from './operations/fence.ts';
export type { NodeAcl } from './operations/get-acl.ts';
export type { NodeData } from './operations/get.ts';
export { type Read, read, type Readers, type ReadResult, type ReadResults } from './operations/multi-read.ts';
export type { NodeHandle, NodeValue, Update, UpdateOptions } from './operations/node-handle.ts';
export { type NodeKind, nodeKind } from './operations/node-kind.ts';
export type { Operations } from './operations/operations.ts';
export type { EnsembleChange, ReconfigOptions } from './operations/reconfig.ts';
export type { StepCreateOptions, StepVersionOptions } from './operations/transaction-step.ts';
export type { CommitOptions, CreatedByTransaction, Transaction, TransactionGuard } from './operations/transaction.ts';
export type { VersionOptions } from './operations/version-options.ts';
export type { AddWatchOptions } from './watches/add-watch.ts';
export type { WatchedChildren, WatchedData, WatchedStat } from './watches/and-watch.ts';
export type { AddressMapping, EnsembleUpdate } from './watches/ensemble-tracking.ts';
export type { Observation, ObserveOptions } from './watches/observation.ts';
export type { Observed } from './watches/observe.ts';
export type { OneShot } from './watches/one-shot.ts';
export type { RemoveWatchesOptions } from './watches/remove-watches.ts';
export type {
  NodeEvent,
  NodeEventType,
  Resync,
  ResyncReason,
  WatchedEvent,
  Watcher,
  WatchEvent,
} from './watches/watch-event.ts';
export type { WatchSelection } from './watches/watch-kind.ts';
export type { Watch } from './watches/watch-stream.ts';
export type { WatchOptions } from './watches/watch.ts';
export type { ReadOptions } from './watches/read-options.ts';
export type { ReadyOptions } from './ready.ts';
export type { WalkedNode, WalkOptions } from './operations/walk.ts';
export type { Identity } from './operations/who-am-i.ts';
export type { ServerAddress, Servers } from './servers.ts';
export type { SessionToken } from './session/session-identity.ts';
export type { Stat } from './stat.ts';
export { LinkError } from './wire/link-error.ts';
export type { ClientEventMap, ListenerOptions, StateChange } from './client-events.ts';
export type { CloseOptions } from './close-options.ts';
export type { ZooKeeper } from './zookeeper.ts';
export { acl, type AclHelpers } from './acl.ts';
export { codec, type DataCodecs } from './codecs/codec.ts';
export type { DataCodec } from './codecs/data-codec.ts';
export type { GzipOptions } from './codecs/gzip-codec.ts';
export type { SchemaResult, StandardSchema } from './codecs/standard-schema.ts';
export {
  type Acl,
  ErrorCode,
  type ErrorContext,
  type ErrorOf,
  EventType,
  isZooKeeperError,
  KeeperState,
  type Outcome,
  ZooKeeperError,
  ApiError,
  AuthFailedError,
  BadArgumentsError,
  BadVersionError,
  ClosingError,
  ConnectionLossError,
  type ConnectionLossOptions,
  DataInconsistencyError,
  EphemeralOnLocalSessionError,
  InvalidACLError,
  InvalidCallbackError,
  InvalidStateError,
  MarshallingError,
  NewConfigNoQuorumError,
  NoAuthError,
  NoChildrenForEphemeralsError,
  NodeExistsError,
  NoNodeError,
  NotEmptyError,
  NothingError,
  NotReadOnlyError,
  NoWatcherError,
  OperationTimeoutError,
  QuotaExceededError,
  ReconfigDisabledError,
  ReconfigInProgressError,
  RequestTimeoutError,
  RuntimeInconsistencyError,
  SessionClosedRequireSaslAuthError,
  SessionExpiredError,
  SessionMovedError,
  SslConnectionError,
  SystemError,
  ThrottledOpError,
  UnimplementedError,
  UnknownSessionError,
} from '@zookit/protocol';
export { type PathParameters, pathTemplate, type PathTemplate } from './path-template.ts';
export type { Limits } from './limits.ts';
export {
  type CircuitBreakerOptions,
  type ExponentialOptions,
  type FailedAttempt,
  retry,
  type RetryPolicies,
  type RetryPolicy,
} from './retry.ts';
export type { Credential } from './auth/credentials.ts';
export type { GssapiStep } from './auth/gssapi-exchange.ts';
export type { DigestMd5Options } from './auth/sasl-digest-md5.ts';
export { SaslError } from './auth/sasl-mechanism.ts';
export type { SaslOptions } from './auth/sasl-options.ts';
export {
  type ConnectTrace,
  diagnostics,
  type Diagnostics,
  type DiagnosticsChannel,
  type QueueQuery,
  type QueueReading,
  type RequestTrace,
  type RetryMessage,
  type StateMessage,
  type WatchMessage,
} from './diagnostics.ts';
