import { ErrorCode, type OperationKind } from '@zookit/protocol';

/**
 * Errors by which a server says that it did nothing and may do it later. Not SessionMoved: that leads to another server, once,
 * without anybody being asked.
 */
const postponed: ReadonlySet<number> = new Set([
  ErrorCode.ThrottledOp,
  ErrorCode.ReconfigInProgress,
  ErrorCode.NewConfigNoQuorum,
  ErrorCode.NotReadOnly,
]);

/** Errors that leave open what a write did; a read did nothing. */
const open: ReadonlySet<number> = new Set([
  ErrorCode.ConnectionLoss,
  ErrorCode.OperationTimeout,
  ErrorCode.RequestTimeout,
]);

/** Whether a request that a server refused with this code can be sent again without being carried out twice. */
export function isSafeToRepeat(code: number, kind: OperationKind): boolean {
  return postponed.has(code) || (kind === 'read' && open.has(code));
}
