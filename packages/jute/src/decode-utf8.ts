import { decodeMalformedUtf8 } from './malformed-utf8.ts';

/** The text that a Java server sees in `bytes`: what is no UTF-8 is replaced by U+FFFD, as {@link JuteReader.string} does. */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return text.includes('\ufffd') ? decodeMalformedUtf8(bytes) : text;
}
