import { openAclUnsafe, type Acl } from '@zookit/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AclCache } from '../src/acl-cache.ts';

const entry = fc.record({
  permissions: fc.constantFrom(1, 31),
  id: fc.record({
    scheme: fc.constantFrom('', 'a', 'a 1 b', 'ip'),
    id: fc.constantFrom(null, '', 'null', 'b', '1 b;'),
  }),
});
const acl: fc.Arbitrary<readonly Acl[]> = fc.array(entry, { maxLength: 3 });

test('an entry is shared by equal lists only, for as long as one of them is in use', () => {
  fc.assert(
    fc.property(fc.array(acl, { minLength: 1, maxLength: 20 }), (lists) => {
      const cache = new AclCache();
      const entries = lists.map((list) => cache.acquire(structuredClone(list)));
      for (const [left, one] of lists.entries()) {
        for (const [right, other] of lists.entries()) {
          expect(entries[left] === entries[right]).toBe(JSON.stringify(one) === JSON.stringify(other));
        }
        expect(entries[left]!.acl).toEqual(one);
      }
      expect(cache.size).toBe(new Set(entries).size);
      for (const used of entries) cache.release(used);
      expect(cache.size).toBe(0);
    }),
  );
});

test('ids are never used again', () => {
  const cache = new AclCache();
  cache.release(cache.acquire(openAclUnsafe));
  expect(cache.acquire(openAclUnsafe).id).toBe(2);
});

test('the list of a new tree is no entry, and cannot be given up', () => {
  const cache = new AclCache();
  cache.release(cache.open);
  expect(cache.open).toEqual({ id: -1, acl: openAclUnsafe });
  expect(cache.acquire(openAclUnsafe)).not.toBe(cache.open);
});
