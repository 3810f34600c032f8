const PRINTABLE = /^[\x20-\x7e]{4}$/;
/** With which a record of TLS begins: an alert or a handshake, of version 3.x. */
const TLS_RECORDS: ReadonlySet<number> = new Set([0x1503, 0x1603]);

/** What a server says of itself that answers the handshake with what is no frame, by the first four bytes of its answer. */
export function foreignAnswer(length: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(length);
  if (TLS_RECORDS.has(bytes.readUInt16BE()))
    return 'the server speaks TLS on this port, and the client was not told to';
  const text = bytes.toString('latin1');
  const answer = PRINTABLE.test(text) ? `its answer begins with ${JSON.stringify(text)}` : `a frame of ${length} bytes`;
  return `the server does not speak ZooKeeper: ${answer}`;
}
