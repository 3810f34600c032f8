import type { Proposal } from '@zookit/datatree';
import { formatHex, opName } from '@zookit/protocol';
import type { ScannedRecord } from '../log-scanner.ts';
import { isoTime } from './iso-time.ts';
import { txnJson, type JsonObject } from './txn-json.ts';

/** A record, which says that, as an object for JSON. */
export function recordJson({ offset, isSound }: ScannedRecord, said: Proposal | string): JsonObject {
  const crcError = isSound ? undefined : true;
  if (typeof said === 'string') return { unreadable: said, offset, crcError };
  const { header, txn, digest } = said;
  return {
    zxid: formatHex(header.zxid),
    session: formatHex(header.sessionId),
    cxid: header.cxid,
    time: isoTime(header.time),
    type: opName(header.type),
    txn: txnJson(header.type, txn),
    digest: digest === undefined ? undefined : formatHex(digest.treeDigest),
    offset,
    crcError,
  };
}
