import { expect, test } from 'vitest';
import {
  anyone,
  authenticated,
  creatorAllAcl,
  maskDigestAcl,
  openAclUnsafe,
  Permission,
  readAclUnsafe,
} from '../src/index.ts';

test('the permissions are distinct bits, and ALL is all of them', () => {
  const { READ, WRITE, CREATE, DELETE, ADMIN, ALL } = Permission;
  expect([READ, WRITE, CREATE, DELETE, ADMIN]).toEqual([1, 2, 4, 8, 16]);
  expect(READ | WRITE | CREATE | DELETE | ADMIN).toBe(ALL);
});

test("ZooKeeper's own ACLs", () => {
  expect(anyone).toEqual({ scheme: 'world', id: 'anyone' });
  expect(authenticated).toEqual({ scheme: 'auth', id: '' });
  expect(openAclUnsafe).toEqual([{ permissions: 31, id: anyone }]);
  expect(creatorAllAcl).toEqual([{ permissions: 31, id: authenticated }]);
  expect(readAclUnsafe).toEqual([{ permissions: 1, id: anyone }]);
});

test.for([
  ['digest', 'bob:fyVmFCwVbTJYrznoSu1koqYYF0=', 'bob:x'],
  ['digest', 'a:b:c', 'a:x'],
  ['digest', ':', ':x'],
  ['digest', 'bob', 'bob'],
  ['digest', null, null],
  ['ip', '::1', '::1'],
  ['sasl', 'bob:b', 'bob:b'],
] as const)('a masked %s id %s is %s', ([scheme, id, masked]) => {
  expect(maskDigestAcl([{ permissions: 7, id: { scheme, id } }])).toEqual([
    { permissions: 7, id: { scheme, id: masked } },
  ]);
});
