import { describe, expect, test } from 'vitest';
import { dataValue } from '../../src/shell/output/data-value.ts';
import { hexDump } from '../../src/shell/output/hex-dump.ts';
import { TerminalProgress } from '../../src/shell/output/progress.ts';
import { toJson } from '../../src/shell/output/to-json.ts';

describe('a hex dump is laid out as Netty has it', () => {
  test('a row that is not full', () => {
    expect(`\n${hexDump(Buffer.from('hello world'))}\n`).toBe(`
         +-------------------------------------------------+
         |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |
+--------+-------------------------------------------------+----------------+
|00000000| 68 65 6c 6c 6f 20 77 6f 72 6c 64                |hello world     |
+--------+-------------------------------------------------+----------------+
`);
  });

  test('full rows, and bytes that are no letters', () => {
    const lines = hexDump(Uint8Array.from({ length: 32 }, (_, index) => index * 8)).split('\n');
    expect(lines[3]).toBe('|00000000| 00 08 10 18 20 28 30 38 40 48 50 58 60 68 70 78 |.... (08@HPX`hpx|');
    expect(lines[4]).toBe('|00000010| 80 88 90 98 a0 a8 b0 b8 c0 c8 d0 d8 e0 e8 f0 f8 |................|');
  });

  test('nothing for no bytes', () => {
    expect(hexDump(new Uint8Array())).toBe('');
  });
});

test('data is text in JSON where it is some, else base64, and null where there is none', () => {
  expect(dataValue(Buffer.from('ümlaut'), false)).toEqual({ data: 'ümlaut' });
  expect(dataValue(Uint8Array.of(0xff, 0xfe), false)).toEqual({ base64: '//4=' });
  expect(dataValue(new Uint8Array(), true)).toEqual({ data: null });
});

test('JSON keeps every digit of a bigint', () => {
  expect(toJson({ zxid: 0x7fff_ffff_ffff_ffffn, bytes: Uint8Array.of(1) })).toBe(
    '{"zxid":"9223372036854775807","bytes":"AQ=="}',
  );
});

describe('progress', () => {
  test('is a line that is drawn over itself and taken away in the end', () => {
    const drawn: string[] = [];
    const progress = new TerminalProgress(
      'Deleting',
      (text) => drawn.push(text),
      () => 60,
    );
    progress.update(5, 10, '/a');
    progress.end();
    expect(drawn).toEqual(['\r\u001B[KDeleting [############............] 50 % 5/10 /a', '\r\u001B[K']);
  });

  test('never wraps', () => {
    const drawn: string[] = [];
    new TerminalProgress(
      'Deleting',
      (text) => drawn.push(text),
      () => 20,
    ).update(5, 10, '/a/long/path');
    expect(drawn[0]!.replace('\r\u001B[K', '')).toHaveLength(19);
  });

  test('leaves nothing behind when nothing was drawn', () => {
    const drawn: string[] = [];
    new TerminalProgress(
      'Deleting',
      (text) => drawn.push(text),
      () => 20,
    ).end();
    expect(drawn).toEqual([]);
  });
});
