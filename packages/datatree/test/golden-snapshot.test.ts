import { JuteReader } from '@zookit/jute';
import { txnHeader } from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  applyProposal,
  DataTree,
  readProposal,
  TreeLoader,
  TreeSerializer,
  type AccessControl,
  type DataTreeOptions,
} from '../src/index.ts';
import { apacheLog, apacheSnapshot, apacheTree } from './support/golden.ts';
import { loadSections, serialized } from './support/sections.ts';
import { treeContents } from './support/tree-contents.ts';
import { treeLines } from './support/tree-lines.ts';

const everybody: AccessControl = { allows: () => true, normalize: (acl) => [...(acl ?? [])] };
const options: DataTreeOptions = {
  accessControl: everybody,
  extendedTypesEnabled: true,
  onDigestMismatch: (zxid) => expect.unreachable(`digest mismatch at ${zxid}`),
};

/** What the snapshot's digest section says. */
const digest = { zxid: 0x2en, version: 2, digest: 0xf040930e6n };

function replay(loader: TreeLoader, after: bigint): void {
  for (const { zxid, bytes } of apacheLog()) {
    if (zxid > after) loader.replay(txnHeader.read(new JuteReader(bytes)), bytes);
  }
}

function loadSecond(): TreeLoader {
  const loader = new TreeLoader(options);
  loadSections(loader, apacheSnapshot('2e'));
  loader.finishSnapshot({ lastZxid: 0x2en, digest });
  return loader;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('an empty tree is written as Apache wrote it', () => {
  const serializer = new TreeSerializer(new DataTree(options));
  expect(hexOf(serialized(serializer))).toBe(hexOf(apacheSnapshot('0')));
  expect(serializer.zxid).toBe(0n);
});

test("Apache's snapshot has its digest, and is what replaying its log up to there gives", () => {
  const { tree } = loadSecond();
  expect(tree.digest).toBe(digest.digest);
  const replayed = new DataTree(options);
  for (const { zxid, bytes } of apacheLog()) if (zxid <= 0x2en) applyProposal(replayed, readProposal(bytes));
  expect(treeContents(tree)).toEqual(treeContents(replayed));
});

test("what follows in Apache's log makes of it the tree that Apache's clients saw", () => {
  const loader = loadSecond();
  replay(loader, 0x2en);
  expect(treeLines(loader.tree)).toEqual(apacheTree());
  expect([...loader.tree.sessions]).toEqual([[0x100000f0e210000n, 40000]]);
  expect([...loader.tree.ephemeralOwners()]).toEqual([[0x100000f0e210000n, new Set(['/eph/d'])]]);
});

test("so does all of the log, behind Apache's first snapshot and without any", () => {
  const first = new TreeLoader(options);
  loadSections(first, apacheSnapshot('0'));
  first.finishSnapshot({ lastZxid: 0n, digest: undefined });
  const none = new TreeLoader(options);
  none.startEmpty();
  const second = loadSecond();
  replay(second, 0x2en);
  for (const loader of [first, none]) {
    replay(loader, 0n);
    expect(treeContents(loader.tree)).toEqual(treeContents(second.tree));
  }
});

test("Apache's snapshot, written again and loaded again, is the same", () => {
  const { tree } = loadSecond();
  const serializer = new TreeSerializer(tree);
  const sections = serialized(serializer);
  expect(serializer.zxid).toBe(0x2en);
  expect(serializer.end()).toEqual({ lastZxid: 0x2en, digest });
  const again = new TreeLoader(options);
  loadSections(again, sections);
  again.finishSnapshot(serializer.end());
  expect(treeContents(again.tree)).toEqual(treeContents(tree));
  expect(hexOf(serialized(new TreeSerializer(again.tree)))).toBe(hexOf(sections));
});
