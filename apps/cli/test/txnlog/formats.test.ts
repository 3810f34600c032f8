import { describe, expect, test } from 'vitest';
import { failureText } from '../../src/txnlog/failure-text.ts';
import { fullDate, mediumDate, shortDate } from '../../src/txnlog/formats/java-date.ts';
import { aclListText, stringText } from '../../src/txnlog/formats/java-record-text.ts';
import { dataJson } from '../../src/txnlog/formats/txn-json.ts';

describe('a date is that of Java', () => {
  // Printed by DateFormat.getDateTimeInstance(SHORT, LONG) of JDK 17, in English and UTC.
  test.for([
    [0n, '1/1/70, 12:00:00 AM UTC'],
    [1_795_385_322_843n, '11/22/26, 10:08:42 PM UTC'],
    [946_727_999_999n, '1/1/00, 11:59:59 AM UTC'],
    [946_728_000_000n, '1/1/00, 12:00:00 PM UTC'],
    [-1n, '12/31/69, 11:59:59 PM UTC'],
  ] as const)('%d: %s', ([time, text]) => {
    expect(shortDate(time)).toBe(text);
  });

  test('in each of its forms', () => {
    expect(mediumDate(-1n)).toBe('Dec 31, 1969, 11:59:59 PM');
    expect(mediumDate(946_728_000_000n)).toBe('Jan 1, 2000, 12:00:00 PM');
    expect(fullDate(-1n)).toBe('Wed Dec 31 23:59:59 UTC 1969');
    expect(fullDate(1_795_298_922_843n)).toBe('Sat Nov 21 22:08:42 UTC 2026');
  });

  test('and a time beyond every calendar is a number', () => {
    expect(shortDate(0x7fff_ffff_ffff_ffffn)).toBe('9223372036854775807 ms');
  });
});

describe('the text of a record', () => {
  test('escapes what would end a field', () => {
    expect(stringText('a\0b\nc\rd,e}f%g')).toBe("'a%00b%0Ac%0Dd%2Ce%7Df%25g");
  });

  test('has nothing for a null', () => {
    expect(aclListText([{ permissions: 31, id: { scheme: 'world', id: null } }])).toBe("[31,s{'world,}\n]");
  });

  test('separates the entries of a list', () => {
    const entry = { permissions: 1, id: { scheme: 'ip', id: '10.0.0.0/8' } };
    expect(aclListText([entry, entry])).toBe("[1,s{'ip,'10.0.0.0/8}\n, 1,s{'ip,'10.0.0.0/8}\n]");
    expect(aclListText([])).toBe('[]');
  });
});

describe('data in JSON', () => {
  test.for([
    ['hello\n\tworld', 'hello\n\tworld'],
    ['\u001b[31mred', undefined],
    ['\ufeffmark', '\ufeffmark'],
  ] as const)('%j is %j as text', ([data, text]) => {
    expect(dataJson(Buffer.from(data))['text']).toBe(text);
  });

  test('is no text when it is no UTF-8', () => {
    expect(dataJson(Buffer.from('c328', 'hex'))).toEqual({ data: 'wyg=', text: undefined });
  });
});

describe('what the system refused is told with the file', () => {
  test.for([
    ['EACCES', '/a: permission denied'],
    ['ENOSPC', '/a: the disk is full'],
    ['EIO', 'EIO: an error'],
  ] as const)('%s', ([code, text]) => {
    expect(failureText(Object.assign(new Error(`${code}: an error`), { code, path: '/a' }))).toBe(text);
  });

  test('whatever was thrown', () => {
    expect(failureText('nothing')).toBe('nothing');
  });
});
