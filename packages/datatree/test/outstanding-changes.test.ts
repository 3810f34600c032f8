import { expect, test } from 'vitest';
import { ChangeRecord } from '../src/change-record.ts';
import { OutstandingChanges } from '../src/outstanding-changes.ts';
import { PathHasher } from '../src/path-hasher.ts';
import { Workbench } from './support/workbench.ts';

const { root } = new Workbench().tree.nodes;

function creation(path: string, zxid: bigint, bytes = 1): ChangeRecord {
  const state = { czxid: zxid, mzxid: zxid, pzxid: zxid, ctime: 0n, mtime: 0n, version: 0, cversion: 0, aversion: 0 };
  const content = { acl: root.acl, childCount: 0, dataLength: 0, contentCrc: 0, digest: 0 };
  const record = new ChangeRecord(path, zxid, { ...state, ...content, ephemeralOwner: 7n });
  record.createsEphemeral = true;
  record.charge = { quotaPath: '/q', count: 1, bytes };
  return record;
}

function ephemeralsOf(changes: OutstandingChanges): string[] {
  return Array.from(changes.ephemeralsOf(7n), ({ path }) => path);
}

function chargesOf({ charges }: OutstandingChanges): [count: number, bytes: number] {
  return [charges.countOf('/q'), charges.bytesOf('/q')];
}

test('what is released leaves nothing behind', () => {
  const changes = new OutstandingChanges(new PathHasher(0));
  changes.put(creation('/1', 1n, 10));
  changes.put(creation('/2', 2n, 20));
  changes.commit();
  expect([ephemeralsOf(changes), chargesOf(changes), changes.ephemeralBytesOf(7n)]).toEqual([
    ['/1', '/2'],
    [2, 30],
    12,
  ]);
  changes.release(1n);
  expect([ephemeralsOf(changes), chargesOf(changes), changes.ephemeralBytesOf(7n)]).toEqual([['/2'], [1, 20], 6]);
  expect([changes.latest('/1'), changes.size]).toEqual([undefined, 1]);
  changes.release(2n);
  expect([ephemeralsOf(changes), chargesOf(changes), changes.ephemeralBytesOf(7n)]).toEqual([[], [0, 0], 0]);
});

test('what is rolled back leaves what was there before', () => {
  const changes = new OutstandingChanges(new PathHasher(0));
  const before = creation('/1', 1n);
  changes.put(before);
  changes.commit();
  changes.put(creation('/1', 2n));
  changes.put(creation('/1', 2n));
  changes.put(creation('/2', 2n));
  changes.rollBack();
  expect([ephemeralsOf(changes), chargesOf(changes), changes.size]).toEqual([['/1'], [1, 1], 1]);
  expect([changes.latest('/1'), changes.latest('/2')]).toEqual([before, undefined]);
});

test('a later change of the same znode stays when an earlier one is released', () => {
  const changes = new OutstandingChanges(new PathHasher(0));
  const later = creation('/1', 2n);
  changes.put(creation('/1', 1n));
  changes.put(later);
  changes.commit();
  changes.release(1n);
  expect(changes.latest('/1')).toBe(later);
});
