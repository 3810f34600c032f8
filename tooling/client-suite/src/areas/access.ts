import { acl, BadVersionError, InvalidACLError, NoAuthError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import type { Suite } from '../suite.ts';

const ada = { auth: [{ scheme: 'digest', auth: 'ada:secret' }] };

/** ACLs, and who the client is. */
export function describeAccess({ test }: Suite): void {
  describe('an ACL', () => {
    test('is what the create said, and is set by its own version', async ({ client }) => {
      await client.create('/a', null, { acl: acl.readOnly });
      const { acl: before, stat } = await client.getAcl('/a');
      expect([before, stat.aversion]).toEqual([acl.readOnly, 0]);
      const open = await client.create('/b');
      expect(open.stat.aversion).toBe(0);
      const entries = acl.parse('world:anyone:ra');
      const after = await client.setAcl('/b', entries, { version: 0 });
      expect([after.aversion, after.version]).toEqual([1, 0]);
      expect((await failureOf(client.setAcl('/b', acl.open, { version: 0 }))) instanceof BadVersionError).toBe(true);
      await expect(client.getAcl('/b')).resolves.toMatchObject({ acl: entries, stat: { aversion: 1 } });
    });

    test('keeps others out', async ({ client, tree }) => {
      const owner = await tree.connect(ada);
      await owner.create('/a', 'mine', { acl: acl.creatorAll });
      expect((await owner.getAcl('/a')).acl).toEqual([acl.digest('ada', 'secret')]);
      const failures = await Promise.all([failureOf(client.get('/a')), failureOf(client.set('/a', 'yours'))]);
      expect(failures.every((failure) => failure instanceof NoAuthError)).toBe(true);
    });

    test('by default is that of the client, for parents and transactions too', async ({ tree }) => {
      const asked: string[] = [];
      const owner = await tree.connect({
        ...ada,
        defaultAcl: (path) => {
          asked.push(path);
          return acl.creatorAll;
        },
      });
      await owner.create('/p/a', null, { parents: true });
      await owner.namespace('/p').transaction().create('/b').commit();
      expect(asked).toEqual(['/p/a', '/p', '/p/b']);
      for (const path of asked) expect((await owner.getAcl(path)).acl).toEqual([acl.digest('ada', 'secret')]);
    });

    test('that hides a parent does not keep from creating below it', async ({ client, tree }) => {
      const owner = await tree.connect(ada);
      const entries = [acl.digest('ada', 'secret'), ...acl.parse('world:anyone:c')];
      await owner.create('/hidden', null, { acl: entries });
      await client.ensurePath('/hidden/a/b');
      await expect(client.exists('/hidden/a/b')).resolves.toBeDefined();
    });

    test('says what may be done', async ({ client }) => {
      await client.create('/a', 'x', { acl: acl.readOnly });
      await expect(client.get('/a')).resolves.toMatchObject({ isNull: false });
      await expect(client.children('/a')).resolves.toMatchObject({ names: [] });
      const refused = await Promise.all([
        failureOf(client.set('/a', 'y')),
        failureOf(client.create('/a/b')),
        failureOf(client.setAcl('/a', acl.open)),
      ]);
      for (const error of refused) {
        expect(error).toBeInstanceOf(NoAuthError);
        expect(error.outcome).toBe('rejected');
      }
    });

    test('must name somebody', async ({ client }) => {
      await expect(client.create('/a', null, { acl: acl.creatorAll })).rejects.toBeInstanceOf(InvalidACLError);
      await expect(
        client.create('/a', null, { acl: [{ permissions: 31, id: { scheme: 'nonsense', id: 'x' } }] }),
      ).rejects.toBeInstanceOf(InvalidACLError);
    });
  });

  describe('a user', () => {
    test('who is several users has what any of them has', async ({ tree }) => {
      const client = await tree.connect({ auth: [{ scheme: 'digest', auth: 'ann:1' }] });
      await client.addAuth('digest', 'bob:2');
      await client.create('/a', 'x', { acl: acl.creatorAll });
      const { acl: entries } = await client.getAcl('/a');
      expect(entries.map(({ id }) => id.id?.split(':')[0]).sort()).toEqual(['ann', 'bob']);
      const bob = await tree.connect({ auth: [{ scheme: 'digest', auth: 'bob:2' }] });
      await expect(bob.set('/a', 'y')).resolves.toMatchObject({ version: 1 });
    });
  });

  describe('an address', () => {
    test('is an identity', async ({ client }) => {
      await client.create('/a', 'x', { acl: acl.parse('ip:127.0.0.1:cdrwa') });
      await client.create('/b', 'x', { acl: acl.parse('ip:127.0.0.2:cdrwa') });
      await expect(client.get('/a')).resolves.toMatchObject({ isNull: false });
      await expect(client.get('/b')).rejects.toBeInstanceOf(NoAuthError);
    });
  });
}
