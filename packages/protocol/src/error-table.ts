import { ErrorCode } from './error-codes.ts';
import {
  ApiError,
  AuthFailedError,
  BadArgumentsError,
  BadVersionError,
  ClosingError,
  ConnectionLossError,
  DataInconsistencyError,
  EphemeralOnLocalSessionError,
  InvalidACLError,
  InvalidCallbackError,
  InvalidStateError,
  MarshallingError,
  NewConfigNoQuorumError,
  NoAuthError,
  NoChildrenForEphemeralsError,
  NoNodeError,
  NoWatcherError,
  NodeExistsError,
  NotEmptyError,
  NotReadOnlyError,
  NothingError,
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
} from './errors.ts';
import { ZooKeeperError, type ZooKeeperErrorOptions } from './zookeeper-error.ts';

type ErrorName = Exclude<keyof typeof ErrorCode, 'Ok'>;
type ErrorClass = new (path?: string, options?: ZooKeeperErrorOptions) => ZooKeeperError;

/** One class per code: a code without a class does not compile. */
const classes: Readonly<Record<ErrorName, ErrorClass>> = {
  SystemError,
  RuntimeInconsistency: RuntimeInconsistencyError,
  DataInconsistency: DataInconsistencyError,
  ConnectionLoss: ConnectionLossError,
  MarshallingError,
  Unimplemented: UnimplementedError,
  OperationTimeout: OperationTimeoutError,
  BadArguments: BadArgumentsError,
  InvalidState: InvalidStateError,
  UnknownSession: UnknownSessionError,
  NewConfigNoQuorum: NewConfigNoQuorumError,
  ReconfigInProgress: ReconfigInProgressError,
  SslConnectionError,
  ApiError,
  NoNode: NoNodeError,
  NoAuth: NoAuthError,
  BadVersion: BadVersionError,
  NoChildrenForEphemerals: NoChildrenForEphemeralsError,
  NodeExists: NodeExistsError,
  NotEmpty: NotEmptyError,
  SessionExpired: SessionExpiredError,
  InvalidCallback: InvalidCallbackError,
  InvalidACL: InvalidACLError,
  AuthFailed: AuthFailedError,
  Closing: ClosingError,
  Nothing: NothingError,
  SessionMoved: SessionMovedError,
  NotReadOnly: NotReadOnlyError,
  EphemeralOnLocalSession: EphemeralOnLocalSessionError,
  NoWatcher: NoWatcherError,
  RequestTimeout: RequestTimeoutError,
  ReconfigDisabled: ReconfigDisabledError,
  SessionClosedRequireSaslAuth: SessionClosedRequireSaslAuthError,
  QuotaExceeded: QuotaExceededError,
  ThrottledOp: ThrottledOpError,
};

const byCode: ReadonlyMap<number, ErrorClass> = new Map(
  Object.entries(classes).map(([name, errorClass]) => [ErrorCode[name as ErrorName], errorClass]),
);

/** The error for a code, of the code's own class; of {@link ZooKeeperError} itself for a code that nobody knows. */
export function zooKeeperError(code: number, path?: string, options?: ZooKeeperErrorOptions): ZooKeeperError {
  const errorClass = byCode.get(code);
  return errorClass === undefined ? new ZooKeeperError(code, path, options) : new errorClass(path, options);
}
