import { decodeUtf8 } from '@zookit/jute';
import {
  OpCode,
  opName,
  type AnyTxn,
  type CloseSessionTxn,
  type CreateContainerTxn,
  type CreateSessionTxn,
  type CreateTTLTxn,
  type CreateTxn,
  type DeleteTxn,
  type ErrorTxn,
  type MultiTxn,
  type SetACLTxn,
  type SetDataTxn,
} from '@zookit/protocol';
import { aclEntryText, aclListText, stringText, vectorText } from './java-record-text.ts';

/**
 * What a transaction does, as Apache's TxnLogToolkit 3.8 and 3.9 print it: fields joined by commas, data as it is. The parts
 * of a multi are their bytes.
 */
export function txnText(type: number, txn: AnyTxn): string {
  // The type of a transaction belongs to the number in its header, which the compiler can't follow.
  switch (type) {
    case OpCode.create:
    case OpCode.create2:
      return createText(txn as CreateTxn);
    case OpCode.createContainer:
      return createContainerText(txn as CreateContainerTxn);
    case OpCode.createTTL:
      return `${createContainerText(txn as CreateTTLTxn)},${(txn as CreateTTLTxn).ttl}`;
    case OpCode.setData:
    case OpCode.reconfig:
      return setDataText(txn as SetDataTxn);
    case OpCode.setACL:
      return setAclText(txn as SetACLTxn);
    case OpCode.delete:
    case OpCode.deleteContainer:
      return stringText((txn as DeleteTxn).path);
    case OpCode.multi:
      return (txn as MultiTxn).txns.map((part) => `${opName(part.type)}:${decodeUtf8(part.data)}`).join(';');
    case OpCode.createSession:
      return String((txn as CreateSessionTxn).timeoutMs);
    case OpCode.closeSession:
      return closeSessionText(txn as CloseSessionTxn);
    case OpCode.error:
      return String((txn as ErrorTxn).error);
    default:
      return '';
  }
}

function createText({ path, data, acl, ephemeral, parentCversion }: CreateTxn): string {
  return `${path},${dataText(data)},${aclListText(acl)},${ephemeral},${parentCversion}`;
}

function createContainerText({ path, data, acl, parentCversion }: CreateContainerTxn): string {
  return `${path},${dataText(data)},${aclListText(acl)},${parentCversion}`;
}

function setDataText({ path, data, version }: SetDataTxn): string {
  return `${path},${dataText(data)},${version}`;
}

function setAclText({ path, acl, version }: SetACLTxn): string {
  return `${stringText(path)},${vectorText(acl.map(aclEntryText))},${version}`;
}

function closeSessionText({ pathsToDelete }: CloseSessionTxn): string {
  return pathsToDelete === undefined ? '' : vectorText(pathsToDelete.map(stringText));
}

function dataText(data: Uint8Array | null): string {
  return data === null ? '' : decodeUtf8(data);
}
