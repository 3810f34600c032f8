import {
  BadVersionError,
  ErrorCode,
  FenceLostError,
  NodeExistsError,
  NoNodeError,
  read,
  type Transaction,
  TransactionError,
} from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import { goes } from '../goes.ts';
import type { Suite } from '../suite.ts';

const text = new TextDecoder();

/** Several writes as one, several reads as one, fences. */
export function describeTransactions({ server, test }: Suite): void {
  describe('a transaction', () => {
    test('does everything, and tells the result of each operation', async ({ client }) => {
      await client.create('/a', 'one');
      await client.create('/old');
      const [created, set, checked, deleted] = await client
        .transaction()
        .create('/n-', 'x', { sequential: true })
        .set('/a', 'two', { version: 0 })
        .check('/a', 1)
        .delete('/old', { version: 0 })
        .commit();
      // The number counts the children that were created so far.
      expect(created.path).toBe('/n-0000000002');
      const stat = await client.exists(created.path);
      expect([stat, undefined]).toContainEqual(created.stat);
      expect(stat?.czxid).toBe(client.lastZxid);
      expect(set).toEqual(await client.exists('/a'));
      expect([checked, deleted]).toEqual([undefined, undefined]);
      await expect(client.exists('/old')).resolves.toBeUndefined();
    });

    test('does nothing when one operation fails, and says which and why', async ({ client }) => {
      await client.create('/a', 'one');
      const failure = await failureOf(
        client.transaction().create('/b').set('/a', 'two', { version: 5 }).delete('/a').commit(),
      );
      expect(failure).toBeInstanceOf(TransactionError);
      expect(failure).toMatchObject({ code: ErrorCode.BadVersion, path: '/a', failedIndex: 1, outcome: 'rejected' });
      expect(failure.cause).toBeInstanceOf(BadVersionError);
      const errors = failure instanceof TransactionError ? failure.errors : [];
      expect(errors.map((error) => error?.code)).toEqual([undefined, -103, ErrorCode.RuntimeInconsistency]);
      await expect(client.exists('/b')).resolves.toBeUndefined();
      expect(text.decode((await client.get('/a')).data)).toBe('one');
    });

    test('takes version 0 for version 0', async ({ client }) => {
      await client.create('/a');
      await client.transaction().check('/a', 0).set('/a', 'x', { version: 0 }).commit();
      for (const late of [
        client.transaction().check('/a', 0),
        client.transaction().set('/a', 'y', { version: 0 }),
        client.transaction().delete('/a', { version: 0 }),
      ]) {
        expect((await failureOf(late.commit())).code).toBe(ErrorCode.BadVersion);
      }
      await expect(client.exists('/a')).resolves.toMatchObject({ version: 1 });
    });

    test('stays as it is when others are made of it', async ({ client }) => {
      await client.create('/a');
      const checked = client.transaction().check('/a', 0);
      const [, b] = await checked.create('/b').commit();
      const [, c] = await checked.create('/c').commit();
      expect([b.path, c.path]).toEqual(['/b', '/c']);
      await expect(checked.commit()).resolves.toEqual([undefined]);
    });

    test('is made in a loop', async ({ client }) => {
      const paths = ['/a', '/b', '/c'];
      let transaction: Transaction<readonly unknown[]> = client.transaction();
      for (const path of paths) transaction = transaction.create(path);
      await expect(transaction.commit()).resolves.toHaveLength(3);
      for (const path of paths) await expect(client.exists(path)).resolves.toBeDefined();
    });

    test('sees what it did itself', async ({ client }) => {
      const [, child] = await client.transaction().create('/a').create('/a/n-', null, { sequential: true }).commit();
      expect(child.path).toBe('/a/n-0000000000');
    });

    test('creates znodes of every kind', async ({ client }) => {
      const [ephemeral, container, mortal] = await client
        .transaction()
        .create('/e', 'x', { kind: 'ephemeral' })
        .create('/c', null, { kind: 'container' })
        .create('/t', null, { kind: 'ttl', ttlMs: 50 })
        .commit();
      expect([ephemeral.path, container.path, mortal.path]).toEqual(['/e', '/c', '/t']);
      await expect(client.ephemerals()).resolves.toEqual(['/e']);
      await goes(client, '/t');
    });

    test('without operations is nothing', async ({ client }) => {
      const before = client.lastZxid;
      await expect(client.transaction().commit()).resolves.toEqual([]);
      expect(client.lastZxid).toBe(before);
    });

    test('keeps to its view', async ({ client }) => {
      await client.create('/v');
      const [created] = await client.namespace('/v').transaction().create('/a').commit();
      expect(created.path).toBe('/a');
      await expect(client.exists('/v/a')).resolves.toBeDefined();
    });

    test('with a guard sets that along with the rest', async ({ client }) => {
      const { stat } = await client.create('/guard');
      const guard = { path: '/guard', version: stat.version };
      await expect(client.transaction().create('/a').commit({ guard })).resolves.toHaveLength(1);
      await expect(client.exists('/guard')).resolves.toMatchObject({ version: 1 });
      const failure = await failureOf(client.transaction().create('/b').commit({ guard }));
      expect(failure).toMatchObject({ code: ErrorCode.BadVersion, path: '/guard' });
      await expect(client.exists('/b')).resolves.toBeUndefined();
    });
  });

  describe('a fence', () => {
    test('lets a transaction pass while its znodes are there', async ({ client }) => {
      const lock = await client.create('/lock-', null, { kind: 'ephemeral', sequential: true });
      const fence = client.fence(lock);
      expect([fence.token, fence.sessionId]).toEqual([lock.stat.czxid, lock.stat.ephemeralOwner]);
      await expect(client.transaction().fence(fence).commit()).resolves.toEqual([]);
      const [created] = await client.transaction().fence(fence).create('/work').commit();
      expect(created.path).toBe('/work');
      await client.delete(lock.path);
      const failure = await failureOf(client.transaction().fence(fence).set('/work', 'late').commit());
      expect(failure).toBeInstanceOf(FenceLostError);
      expect(failure).toMatchObject({ fence, path: lock.path, outcome: 'rejected' });
      await expect(client.exists('/work')).resolves.toMatchObject({ version: 0 });
    });

    test('of one view holds in another', async ({ client }) => {
      await client.create('/locks');
      const view = client.namespace('/locks');
      const fence = view.fence(await view.create('/one'));
      await expect(client.transaction().fence(fence).create('/a').commit()).resolves.toHaveLength(1);
    });

    test('does not change which operation is said to have failed', async ({ client }) => {
      const fence = client.fence(await client.create('/lock'));
      const failure = await failureOf(client.transaction().create('/a').fence(fence).create('/lock').commit());
      expect(failure).toMatchObject({ code: ErrorCode.NodeExists, failedIndex: 1, path: '/lock' });
      expect(failure.cause).toBeInstanceOf(NodeExistsError);
    });
  });

  describe('multiRead', () => {
    test('reads what there is, and tells of each what is not', async ({ client }) => {
      await client.create('/a', 'one');
      await client.create('/a/b');
      const [data, names, none] = await client.multiRead([read.get('/a'), read.children('/a'), read.get('/none')]);
      expect(data).toMatchObject({ ok: true, value: { isNull: false, stat: { numChildren: 1 } } });
      expect(data.ok && text.decode(data.value.data)).toBe('one');
      expect(names).toEqual({ ok: true, value: ['b'] });
      expect(none.ok ? undefined : none.error).toBeInstanceOf(NoNodeError);
      expect(none).toMatchObject({ error: { path: '/none', operation: 'multiRead' } });
      await expect(client.multiRead([])).resolves.toEqual([]);
    });
  });

  describe(`what ${server.name} tells of itself`, () => {
    test('is who the client is, and that there is no ensemble', async ({ client }) => {
      await expect(client.whoAmI()).resolves.toContainEqual({ scheme: 'ip', id: '127.0.0.1' });
      const config = await client.config();
      expect([config.version, config.servers.size, config.raw]).toEqual([0n, 0, '']);
      const change = { add: ['server.2=127.0.0.1:2888:3888:participant;2181'] };
      expect((await failureOf(client.reconfig(change))).operation).toBe('reconfig');
    });

    test('is as new as the ensemble, behind a sync', async ({ client }) => {
      await expect(client.sync()).resolves.toBeUndefined();
      await expect(client.sync('/any')).resolves.toBeUndefined();
    });
  });
}
