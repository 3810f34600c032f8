const RULE = '+-------------------------------------------------+';
const HEADER = '|  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |';
const ROW_BYTES = 16;

/** Bytes as a table. Source: `ByteBufUtil.prettyHexDump` of Netty, which Apache's shell uses. */
export function hexDump(data: Uint8Array): string {
  if (data.length === 0) return '';
  const lines = [`         ${RULE}`, `         ${HEADER}`, `+--------${RULE}----------------+`];
  for (let offset = 0; offset < data.length; offset += ROW_BYTES) lines.push(rowOf(data, offset));
  lines.push(`+--------${RULE}----------------+`);
  return lines.join('\n');
}

function rowOf(data: Uint8Array, offset: number): string {
  const bytes = [...data.subarray(offset, offset + ROW_BYTES)];
  const hexadecimal = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = bytes.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `|${offset.toString(16).padStart(8, '0')}| ${hexadecimal.padEnd(3 * ROW_BYTES)}|${text.padEnd(ROW_BYTES)}|`;
}
