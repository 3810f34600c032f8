import { expect, test } from 'vitest';
import { LogBatch } from '../src/log-batch.ts';
import { judgeTail } from '../src/log-tail.ts';
import { payloadOf } from './support/registers.ts';

/** A record as it stands in a log, with so many bytes of text. */
function record(zxid: bigint, text: string): Uint8Array {
  const batch = new LogBatch();
  batch.add(zxid, payloadOf({ zxid, path: '/a', text }), true);
  return Uint8Array.from(batch.bytesOf(batch.pieces[0]!));
}

function withoutZerosAtEnd(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
}

function judged(bytes: Uint8Array, offset = 16): string {
  const tail = judgeTail({ bytes: withoutZerosAtEnd(bytes), offset });
  return tail.kind === 'damage' ? tail.reason : tail.kind;
}

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

const one = record(5n, 'x'.repeat(300));
const zeros = record(5n, '\0'.repeat(2000));

test('a record that is cut anywhere is torn', () => {
  for (let length = 5; length < one.length - 1; length++) expect(judged(one.subarray(0, length))).toBe('torn');
});

test('a record that lacks its end mark alone was written', () => {
  expect(judged(one.subarray(0, one.length - 1))).toBe('unmarked');
  const endsInZeros = record(5n, '\0'.repeat(30));
  expect(judged(changed(endsInZeros, endsInZeros.length - 1, 0))).toBe('unmarked');
});

test('a record of which a sector is missing is torn', () => {
  const long = record(5n, 'x'.repeat(3000));
  const lost = long.slice();
  lost.fill(0, 496, 1008);
  expect(judged(lost)).toBe('torn');
  const partly = long.slice();
  partly.fill(0, 500, 1008);
  expect(judged(partly)).toBe('a record with a wrong checksum');
});

test('a record one changed byte away from a whole one is damaged, however many zeros it holds', () => {
  for (const whole of [one, zeros]) {
    for (let at = 12; at < whole.length - 1; at++) {
      expect(judged(changed(whole, at, whole[at]! ^ 0x10))).toBe('a record with one wrong byte');
    }
    for (let at = 4; at < 8; at++) {
      expect(judged(changed(whole, at, whole[at]! ^ 0x10))).toBe('a record with one wrong byte');
    }
  }
});

test('each wrong byte of a record has its reason', () => {
  expect(judged(changed(one, 0, 1))).toBe('a checksum of more than 32 bits');
  expect(judged(changed(one, one.length - 1, 0x43))).toBe('a record with a wrong end mark');
  expect(judged(changed(one, 10, 0x40))).toBe('a record with a wrong length');
  expect(judged(changed(one, 8, 0x80))).toMatch('a record of -');
  expect(judged(changed(one, 8, 0x7f))).toMatch(/a record of \d+ bytes/);
  expect(judged(changed(changed(one, 10, 0), 11, 31))).toBe('a record of 31 bytes');
  expect(judged(changed(one, 10, 0))).toBe('a record that fails its checks, and more behind it');
});

test('whatever stands behind a record that fails its checks makes it damage', () => {
  const two = Uint8Array.from(Buffer.concat([changed(one, 100, 0), record(6n, 'next')]));
  expect(judged(two)).toBe(
    `a record that fails its checks, and more behind it, with a valid record at offset ${16 + one.length}`,
  );
  expect(judged(changed(two, 10, 0x40))).toBe(
    `a record with a wrong length, with a valid record inside at offset ${16 + one.length}`,
  );
  const hidden = two.slice();
  hidden.fill(0, 0, one.length);
  expect(judged(hidden)).toBe(
    `bytes that are not zero behind the last record, with a valid record at offset ${16 + one.length}`,
  );
});

test('bytes that are no record are damage', () => {
  expect(judged(Uint8Array.of(0, 0, 1))).toBe('bytes that are not zero behind the last record');
  expect(judged(changed(new Uint8Array(600), 599, 7))).toBe('bytes that are not zero behind the last record');
});
