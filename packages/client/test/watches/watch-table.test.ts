import { encode } from '@zookit/jute';
import { EventType, OpCode, requestHeader, setWatches2Request } from '@zookit/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rearmRequests } from '../../src/watches/rearm.ts';
import type { ServedEventType } from '../../src/watches/watch-event.ts';
import { watchKinds, type WatchKind } from '../../src/watches/watch-kind.ts';
import type { WatchListener } from '../../src/watches/watch-listener.ts';
import { WatchTable } from '../../src/watches/watch-table.ts';

const PACKET_BYTES = 1_048_575;

/** Keeps nothing: the table is asked whom it would tell. */
function listener(): WatchListener {
  return { lagEvents: 0, onEvent() {}, onResync() {}, onRemoved() {}, onRefused() {}, onEnd() {} };
}

interface Entry {
  readonly path: string;
  readonly kind: WatchKind;
  readonly listener: WatchListener;
}

/** Section 8.6 of Apache's client, said in another way: whom an event concerns. */
function concerns(entry: Entry, type: ServedEventType, path: string): boolean {
  const isSame = entry.path === path;
  const isBelow = isSame || entry.path === '/' || path.startsWith(`${entry.path}/`);
  switch (entry.kind) {
    case 'data':
    case 'exist':
      return isSame && type !== EventType.NodeChildrenChanged;
    case 'child':
      return isSame && (type === EventType.NodeChildrenChanged || type === EventType.NodeDeleted);
    case 'persistent':
      return isSame;
    case 'recursive':
      return isBelow && type !== EventType.NodeChildrenChanged;
  }
}

function isForGood(kind: WatchKind): boolean {
  return kind === 'persistent' || kind === 'recursive';
}

const paths = ['/', '/a', '/a/b', '/a/b/c', '/ab'];
const path = fc.constantFrom(...paths);
const kind = fc.constantFrom(...watchKinds);
const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), path, kind, who: fc.nat(3) }),
  fc.record({ do: fc.constant('delete' as const), path, kind, who: fc.nat(3) }),
  fc.record({ do: fc.constant('event' as const), path, type: fc.constantFrom<ServedEventType>(1, 2, 3, 4) }),
);

test('whatever is added, removed and happens, the table tells whom a plain list would, each once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new WatchTable();
      const everybody = Array.from({ length: 4 }, listener);
      let list: Entry[] = [];
      const same = (entry: Entry, other: Entry): boolean =>
        entry.path === other.path && entry.kind === other.kind && entry.listener === other.listener;
      for (const one of steps) {
        if (one.do === 'event') {
          const told = list.filter((entry) => concerns(entry, one.type, one.path));
          expect(new Set(table.take(one.type, one.path))).toEqual(new Set(told.map((entry) => entry.listener)));
          list = list.filter((entry) => isForGood(entry.kind) || !told.includes(entry));
          continue;
        }
        const entry = { path: one.path, kind: one.kind, listener: everybody[one.who]! };
        const isThere = list.some((other) => same(entry, other));
        if (one.do === 'add') {
          table.add(entry.path, entry.kind, entry.listener);
          if (!isThere) list.push(entry);
        } else {
          expect(table.delete(entry.path, entry.kind, entry.listener)).toBe(isThere);
          list = list.filter((other) => !same(entry, other));
        }
      }
      expect(table.size).toBe(list.length);
      for (const each of watchKinds) {
        const expected = list.filter((entry) => entry.kind === each).map((entry) => entry.path);
        expect(new Set(table.paths(each))).toEqual(new Set(expected));
      }
      expect(table.drain()).toEqual(new Set(list.map((entry) => entry.listener)));
      expect(table.size).toBe(0);
    }),
  );
});

test('a path that nobody watches and no request is about is forgotten only when it is said', () => {
  const table = new WatchTable();
  table.hold('/a', 'read');
  expect(table.at('/a')?.isIdle).toBe(false);
  expect(table.size).toBe(1);
  table.release('/a', 'read');
  expect(table.at('/a')?.isIdle).toBe(true);
  table.forget('/a');
  expect(table.at('/a')).toBeUndefined();
});

test('a hundred thousand watches are set again by requests far below the limit of a server', () => {
  const table = new WatchTable();
  const watched = Array.from({ length: 100_000 }, (_, index) => `/app/instance-ä-${index}`);
  for (const [index, each] of watched.entries()) table.add(each, watchKinds[index % watchKinds.length]!, listener());
  const requests = [...rearmRequests(table, 5n, PACKET_BYTES)];
  for (const request of requests) {
    expect(request.relativeZxid).toBe(5n);
    expect(encode(setWatches2Request, request).length).toBeLessThan(1_000_000);
  }
  const sent = requests.flatMap((request) => [
    ...request.dataWatches,
    ...request.existWatches,
    ...request.childWatches,
    ...request.persistentWatches,
    ...request.persistentRecursiveWatches,
  ]);
  expect(new Set(sent)).toEqual(new Set(watched));
  expect(sent).toHaveLength(watched.length);
});

test.for([64, 100, 1000])(
  'no request of several paths is longer than %i bytes, where no more may be sent',
  (packetBytes) => {
    const table = new WatchTable();
    const watched = Array.from({ length: 200 }, (_, index) => `/${index}`);
    for (const [index, each] of watched.entries()) table.add(each, watchKinds[index % watchKinds.length]!, listener());
    const requests = [...rearmRequests(table, 5n, packetBytes)];
    const header = { xid: -8, opCode: OpCode.setWatches2 };
    const lengths = requests.map(
      (request) => encode(requestHeader, header).length + encode(setWatches2Request, request).length,
    );
    expect(Math.max(...lengths)).toBeLessThanOrEqual(packetBytes);
    expect(Math.max(...lengths)).toBeGreaterThan(packetBytes - 10);
  },
);

test('a path longer than a request may be goes alone', () => {
  const table = new WatchTable();
  const long = `/${'x'.repeat(200_000)}`;
  for (const each of ['/a', long, '/b']) table.add(each, 'data', listener());
  expect([...rearmRequests(table, 0n, PACKET_BYTES)].map((request) => request.dataWatches)).toEqual([
    ['/a'],
    [long],
    ['/b'],
  ]);
});

test('nothing watched is nothing to set again', () => {
  expect([...rearmRequests(new WatchTable(), 0n, PACKET_BYTES)]).toEqual([]);
});
