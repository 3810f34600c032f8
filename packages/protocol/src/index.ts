export { anyone, authenticated, creatorAllAcl, maskDigestAcl, openAclUnsafe, readAclUnsafe } from './acls.ts';
export { CreateMode, createTraits, type CreateTraits, isCreateMode } from './create-mode.ts';
export {
  CONTAINER_OWNER,
  ownerKind,
  type OwnerKind,
  type OwnerOptions,
  TTL_MAX_MS,
  ttlOf,
  ttlOwner,
} from './ephemeral-owner.ts';
export { ErrorCode, errorName } from './error-codes.ts';
export { zooKeeperError } from './error-table.ts';
export {
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
} from './errors.ts';
export { FrameError } from './frame-error.ts';
export { FrameReader, type FrameReaderOptions } from './frame-reader.ts';
export { OpCode, opName, type OpName } from './op-codes.ts';
export type { Operation, OperationKind, RequestOf, ResponseOf, TxnOf, WriteOperation } from './operation.ts';
export {
  type AnyOperation,
  connectionOperations,
  type ConnectionOperations,
  isClientOperation,
  operationOf,
  reads,
  type Reads,
  writes,
  type Writes,
} from './operations.ts';
export { addWatchRequest, type AddWatchRequest } from './operations/add-watch.ts';
export { authPacket, type AuthPacket } from './operations/auth.ts';
export { checkWatchesRequest, type CheckWatchesRequest } from './operations/check-watches.ts';
export {
  checkVersionRequest,
  type CheckVersionRequest,
  checkVersionTxn,
  type CheckVersionTxn,
} from './operations/check.ts';
export { closeSessionTxn, type CloseSessionTxn } from './operations/close-session.ts';
export { createContainerTxn, type CreateContainerTxn } from './operations/create-container.ts';
export { createSessionTxn, type CreateSessionTxn } from './operations/create-session.ts';
export { createTTLRequest, type CreateTTLRequest, createTTLTxn, type CreateTTLTxn } from './operations/create-ttl.ts';
export {
  createRequest,
  type CreateRequest,
  createResponse,
  type CreateResponse,
  createTxn,
  type CreateTxn,
  createTxnV0,
  type CreateTxnV0,
} from './operations/create.ts';
export { create2Response, type Create2Response } from './operations/create2.ts';
export { deleteContainerRequest, type DeleteContainerRequest } from './operations/delete-container.ts';
export { deleteRequest, type DeleteRequest, deleteTxn, type DeleteTxn } from './operations/delete.ts';
export { existsRequest, type ExistsRequest, existsResponse, type ExistsResponse } from './operations/exists.ts';
export { getACLRequest, type GetACLRequest, getACLResponse, type GetACLResponse } from './operations/get-acl.ts';
export {
  getAllChildrenNumberRequest,
  type GetAllChildrenNumberRequest,
  getAllChildrenNumberResponse,
  type GetAllChildrenNumberResponse,
} from './operations/get-all-children-number.ts';
export {
  getChildrenRequest,
  type GetChildrenRequest,
  getChildrenResponse,
  type GetChildrenResponse,
} from './operations/get-children.ts';
export {
  getChildren2Request,
  type GetChildren2Request,
  getChildren2Response,
  type GetChildren2Response,
} from './operations/get-children2.ts';
export { getDataRequest, type GetDataRequest, getDataResponse, type GetDataResponse } from './operations/get-data.ts';
export {
  getEphemeralsRequest,
  type GetEphemeralsRequest,
  getEphemeralsResponse,
  type GetEphemeralsResponse,
} from './operations/get-ephemerals.ts';
export {
  type MultiReadOperations,
  multiReadRequest,
  type MultiReadRequest,
  type MultiReadRequestPart,
} from './operations/multi-read.ts';
export {
  type MultiErrorResult,
  multiResponse,
  type MultiResponse,
  type MultiResult,
  type MultiSuccess,
} from './operations/multi-response.ts';
export {
  type MultiOperations,
  multiRequest,
  type MultiRequest,
  type MultiRequestPart,
  multiTxn,
  type MultiTxn,
} from './operations/multi.ts';
export { reconfigRequest, type ReconfigRequest } from './operations/reconfig.ts';
export { removeWatchesRequest, type RemoveWatchesRequest } from './operations/remove-watches.ts';
export { getSaslRequest, type GetSaslRequest, setSaslResponse, type SetSaslResponse } from './operations/sasl.ts';
export {
  setACLRequest,
  type SetACLRequest,
  setACLResponse,
  type SetACLResponse,
  setACLTxn,
  type SetACLTxn,
} from './operations/set-acl.ts';
export {
  setDataRequest,
  type SetDataRequest,
  setDataResponse,
  type SetDataResponse,
  setDataTxn,
  type SetDataTxn,
} from './operations/set-data.ts';
export { type SetWatches, setWatchesRequest } from './operations/set-watches.ts';
export { type SetWatches2, setWatches2Request } from './operations/set-watches2.ts';
export { syncRequest, type SyncRequest, syncResponse, type SyncResponse } from './operations/sync.ts';
export { whoAmIResponse, type WhoAmIResponse } from './operations/who-am-i.ts';
export { type Outcome } from './outcome.ts';
export { assertPath, baseName, parentPath, validatePath } from './paths.ts';
export { Permission } from './permissions.ts';
export { acl, type Acl } from './records/acl.ts';
export { clientInfo, type ClientInfo } from './records/client-info.ts';
export { connectRequest, type ConnectRequest } from './records/connect-request.ts';
export { connectResponse, type ConnectResponse } from './records/connect-response.ts';
export { errorResponse, type ErrorResponse } from './records/error-response.ts';
export { errorTxn, type ErrorTxn } from './records/error-txn.ts';
export { fileHeader, type FileHeader } from './records/file-header.ts';
export { id, type Id } from './records/id.ts';
export { learnerInfo, type LearnerInfo } from './records/learner-info.ts';
export {
  getMaxChildrenRequest,
  type GetMaxChildrenRequest,
  getMaxChildrenResponse,
  type GetMaxChildrenResponse,
  setMaxChildrenRequest,
  type SetMaxChildrenRequest,
  setMaxChildrenTxn,
  type SetMaxChildrenTxn,
} from './records/max-children.ts';
export { multiHeader, type MultiHeader } from './records/multi-header.ts';
export { nothing } from './records/nothing.ts';
export { quorumAuthPacket, type QuorumAuthPacket } from './records/quorum-auth-packet.ts';
export { quorumPacket, type QuorumPacket } from './records/quorum-packet.ts';
export { replyHeader, type ReplyHeader } from './records/reply-header.ts';
export { requestHeader, type RequestHeader } from './records/request-header.ts';
export { setSaslRequest, type SetSaslRequest } from './records/set-sasl-request.ts';
export { statPersisted, type StatPersisted } from './records/stat-persisted.ts';
export { stat, type Stat } from './records/stat.ts';
export { txnDigest, type TxnDigest } from './records/txn-digest.ts';
export { txnHeader, type TxnHeader } from './records/txn-header.ts';
export { txn, type Txn } from './records/txn.ts';
export { watcherEvent, type WatcherEvent } from './records/watcher-event.ts';
export { type AnyTxn, txnCodecOf } from './txns.ts';
export { AddWatchMode, EventType, KeeperState, WatcherType } from './watch-constants.ts';
export { Xid } from './xid.ts';
export {
  isZooKeeperError,
  ZooKeeperError,
  type ErrorContext,
  type ErrorOf,
  type ZooKeeperErrorOptions,
} from './zookeeper-error.ts';
export { counterOf, epochOf, formatHex, zxidOf } from './zxid.ts';
