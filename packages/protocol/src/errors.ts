import { ErrorCode } from './error-codes.ts';
import type { Outcome } from './outcome.ts';
import { ZooKeeperError, type ZooKeeperErrorOptions } from './zookeeper-error.ts';

/** Marks the beginning of the system errors; never sent. */
export class SystemError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.SystemError, path, options);
  }
}

/** In a multi: an operation behind the one that failed. */
export class RuntimeInconsistencyError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.RuntimeInconsistency, path, options);
  }
}

/** Never sent. */
export class DataInconsistencyError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.DataInconsistency, path, options);
  }
}

/** What a {@link ConnectionLossError} may know besides its path. */
export interface ConnectionLossOptions extends ZooKeeperErrorOptions {
  /** Whether bytes of the request had left this process. Default: what `outcome` says, and without it that they had. */
  readonly wasSent?: boolean | undefined;
}

/**
 * The connection was lost before the reply. If the request was sent, the operation may or may not have happened; if not,
 * it did not.
 */
export class ConnectionLossError extends ZooKeeperError {
  /** Whether bytes of the request had left this process. */
  readonly wasSent: boolean;

  constructor(path?: string, options?: ConnectionLossOptions) {
    const wasSent = options?.wasSent ?? options?.outcome !== 'not-executed';
    super(ErrorCode.ConnectionLoss, path, { ...options, outcome: options?.outcome ?? outcomeOfLoss(wasSent) });
    this.wasSent = wasSent;
  }

  override toJSON(): Readonly<Record<string, unknown>> {
    return { ...super.toJSON(), wasSent: this.wasSent };
  }
}

function outcomeOfLoss(wasSent: boolean): Outcome {
  return wasSent ? 'unknown' : 'not-executed';
}

/** The server could not make sense of the request, or failed in an unexpected way. */
export class MarshallingError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.MarshallingError, path, options);
  }
}

/** The server does not know the operation, or it is switched off. */
export class UnimplementedError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.Unimplemented, path, options);
  }
}

/** The operation took too long. */
export class OperationTimeoutError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.OperationTimeout, path, options);
  }
}

/** A path, a create mode, a TTL or a configuration is not valid. */
export class BadArgumentsError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.BadArguments, path, options);
  }
}

/** The client is not in a state to do this. */
export class InvalidStateError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.InvalidState, path, options);
  }
}

/** The server has no such session. */
export class UnknownSessionError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.UnknownSession, path, options);
  }
}

/** The voters of the new configuration are not connected and synced. */
export class NewConfigNoQuorumError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NewConfigNoQuorum, path, options);
  }
}

/** Another reconfiguration is under way. */
export class ReconfigInProgressError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.ReconfigInProgress, path, options);
  }
}

/** The TLS connection could not be made. */
export class SslConnectionError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.SslConnectionError, path, options);
  }
}

/** Marks the beginning of the API errors; never sent. */
export class ApiError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.ApiError, path, options);
  }
}

/** The znode, or the parent of the one to create, does not exist. */
export class NoNodeError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NoNode, path, options);
  }
}

/** The ACL does not allow it. */
export class NoAuthError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NoAuth, path, options);
  }
}

/** The version is not the expected one. */
export class BadVersionError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.BadVersion, path, options);
  }
}

/** An ephemeral znode cannot have children. */
export class NoChildrenForEphemeralsError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NoChildrenForEphemerals, path, options);
  }
}

/** The znode exists already. */
export class NodeExistsError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NodeExists, path, options);
  }
}

/** The znode has children. */
export class NotEmptyError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NotEmpty, path, options);
  }
}

/** The session is over, and its ephemeral znodes with it. */
export class SessionExpiredError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.SessionExpired, path, options);
  }
}

/** The callback is not valid. */
export class InvalidCallbackError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.InvalidCallback, path, options);
  }
}

/** The ACL is empty or has an entry that no provider accepts. */
export class InvalidACLError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.InvalidACL, path, options);
  }
}

/** The credentials were refused. */
export class AuthFailedError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.AuthFailed, path, options);
  }
}

/** The client is closing. */
export class ClosingError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.Closing, path, options);
  }
}

/** The server has nothing to process. */
export class NothingError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.Nothing, path, options);
  }
}

/** The session is served by another server by now. */
export class SessionMovedError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.SessionMoved, path, options);
  }
}

/** The server serves reads only at the moment. */
export class NotReadOnlyError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NotReadOnly, path, options);
  }
}

/** A local session cannot own ephemeral znodes. */
export class EphemeralOnLocalSessionError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.EphemeralOnLocalSession, path, options);
  }
}

/** There is no such watch. */
export class NoWatcherError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.NoWatcher, path, options);
  }
}

/** The client gave up waiting for the reply. */
export class RequestTimeoutError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.RequestTimeout, path, options);
  }
}

/** Reconfiguration is switched off. */
export class ReconfigDisabledError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.ReconfigDisabled, path, options);
  }
}

/** The server wants the connection to authenticate first. */
export class SessionClosedRequireSaslAuthError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.SessionClosedRequireSaslAuth, path, options);
  }
}

/** The change would exceed a hard quota. */
export class QuotaExceededError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.QuotaExceeded, path, options);
  }
}

/** The request waited too long and was not executed; it may be retried. */
export class ThrottledOpError extends ZooKeeperError {
  constructor(path?: string, options?: ZooKeeperErrorOptions) {
    super(ErrorCode.ThrottledOp, path, options);
  }
}
