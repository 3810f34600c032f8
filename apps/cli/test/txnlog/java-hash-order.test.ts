import { describe, expect, test } from 'vitest';
import { javaHashOrder, javaLongHash, javaStringHash } from '../../src/txnlog/formats/java-hash-order.ts';

// Printed by JDK 17.
describe('the order of a Java HashSet of strings', () => {
  test.for([
    [
      'n-0 n-1 n-2 n-3 n-4 n-5 n-6 n-7 n-8 n-9 n-10 n-11 n-12 n-13',
      'n-10 n-11 n-0 n-2 n-12 n-1 n-13 n-4 n-3 n-6 n-5 n-8 n-7 n-9',
    ],
    ['BB Aa C# a b c', 'BB Aa C# a b c'],
    ['zookeeper 日本 ünïcødé q-0000000001', '日本 q-0000000001 zookeeper ünïcødé'],
    ['', ''],
  ] as const)('of %j is %j', ([put, order]) => {
    expect(javaHashOrder(put.split(' '), (text) => javaStringHash(text), 8)).toEqual(order.split(' '));
  });
});

test('the order of a Java HashMap of longs', () => {
  const sessions = [0x100000f0a2b0000n, 0x100000f0a2b0001n, 0x200000f0a2b0000n, -1n, 1n, 16n, -0x8000000000000000n];
  expect(javaHashOrder(sessions, javaLongHash, 16)).toEqual([
    -1n,
    16n,
    -0x8000000000000000n,
    1n,
    0x100000f0a2b0000n,
    0x200000f0a2b0000n,
    0x100000f0a2b0001n,
  ]);
});

test('the hash codes of Java', () => {
  expect([javaStringHash('ünïcødé'), javaStringHash('polygenelubricants')]).toEqual([-609219977, -2147483648]);
  expect(javaStringHash('/app/ünïcødé', '/app/'.length)).toBe(-609219977);
  expect([javaLongHash(-2n), javaLongHash(0x100000f0a2b0000n)]).toEqual([1, 187367439]);
});
