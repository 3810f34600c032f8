import type { Proposal } from '@zookit/datatree';
import { formatHex, opName } from '@zookit/protocol';
import type { LogScanner, ScanEnd, ScannedRecord } from '../log-scanner.ts';
import { shortDate } from './java-date.ts';
import { txnText } from './txn-text.ts';

/** The line with which Apache's TxnLogToolkit begins. */
export function titleLine({ header }: LogScanner): string {
  return `ZooKeeper Transactional Log File with dbid ${header.databaseId} txnlog format version ${header.version}\n`;
}

/** A record, which says that, as Apache's TxnLogToolkit prints it. Data may hold line ends. */
export function recordLine({ offset }: ScannedRecord, said: Proposal | string): string {
  return typeof said === 'string'
    ? `the record at offset ${offset} cannot be read: ${said}\n`
    : `${proposalText(said)}\n`;
}

function proposalText({ header, txn }: Proposal): string {
  const { sessionId, cxid, zxid, time, type } = header;
  const ids = `session ${formatHex(sessionId)} cxid 0x${(cxid >>> 0).toString(16)} zxid ${formatHex(zxid)}`;
  return `${shortDate(time)} ${ids} ${opName(type)} ${txnText(type, txn)}`;
}

/** What Apache's TxnLogToolkit says where it reached the end of a log. */
export function endLine(count: number): string {
  return `EOF reached after ${count} txns.\n`;
}

/** Why a log was not read to its end. */
export function endReason({ kind, offset }: ScanEnd): string {
  switch (kind) {
    case 'clean':
      return 'nothing but zeros follow';
    case 'unmarked':
      return `Last transaction was partial: the record at offset ${offset} has no end mark.`;
    case 'cut':
      return `a record at offset ${offset} is cut short, as a crash leaves it`;
    case 'length':
      return `a record at offset ${offset} has a length that none can have: what follows cannot be read`;
    case 'garbage':
      return `there is something behind the last record, at offset ${offset}`;
  }
}
