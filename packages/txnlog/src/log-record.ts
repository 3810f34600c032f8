import { JuteReader } from '@zookit/jute';
import { txnHeader, type TxnHeader } from '@zookit/protocol';

/** A transaction as it stands in a log. */
export interface LogRecord {
  readonly header: TxnHeader;
  /** Header, transaction and, where there is one, digest. */
  readonly payload: Uint8Array;
  /** The log that it is in. */
  readonly file: string;
  /** Where it begins there, in bytes. */
  readonly offset: number;
}

/** Reads the header that a payload begins with. */
export class HeaderReader {
  readonly #reader = new JuteReader();

  read(bytes: Uint8Array, start: number, end: number): TxnHeader {
    this.#reader.reset(bytes, start, end);
    return txnHeader.read(this.#reader);
  }
}
