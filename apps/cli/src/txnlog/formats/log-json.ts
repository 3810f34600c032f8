import { formatHex, opName } from '@zookit/protocol';
import type { ScannedRecord } from '../log-scanner.ts';
import { readRecord } from '../read-record.ts';
import { isoTime } from './iso-time.ts';
import { txnJson, type JsonObject } from './txn-json.ts';

/** A record as an object for JSON. */
export function recordJson(record: ScannedRecord): JsonObject {
  const { offset, isSound } = record;
  const crcError = isSound ? undefined : true;
  const proposal = readRecord(record);
  if (typeof proposal === 'string') return { unreadable: proposal, offset, crcError };
  const { header, txn, digest } = proposal;
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
