import { connect, QuotaExceededError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { addressOf } from '../address-of.ts';
import { failureOf } from '../failure-of.ts';
import type { Suite } from '../suite.ts';
import type { Tree } from '../tree.ts';

/** Limits a tree. */
async function limit(tree: Tree, limits: string): Promise<void> {
  await using root = await connect({ connect: addressOf(tree.server) });
  const quota = `/zookeeper/quota${tree.path}`;
  await root.create(quota);
  await root.create(`${quota}/zookeeper_limits`, limits);
  await root.create(`${quota}/zookeeper_stats`, 'count=0,bytes=0');
}

/** What a server does to those who want more than their quota. */
export function describeQuotas({ test }: Suite): void {
  describe('a quota', () => {
    test('of znodes refuses one too many', async ({ client, tree }) => {
      await limit(tree, 'count=-1,bytes=-1=;byteHardLimit=-1;countHardLimit=3');
      await client.create('/a');
      await client.create('/b');
      const failure = await failureOf(client.create('/c'));
      expect(failure).toBeInstanceOf(QuotaExceededError);
      expect(failure).toMatchObject({ operation: 'create', path: '/c', outcome: 'rejected' });
      await client.delete('/a');
      await client.create('/c');
    });

    test('of bytes refuses more data', async ({ client, tree }) => {
      await client.create('/a', 'four');
      await limit(tree, 'count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=-1');
      await expect(client.set('/a', 'nine byte')).resolves.toMatchObject({ dataLength: 9 });
      await expect(client.set('/a', 'eleven byte')).rejects.toBeInstanceOf(QuotaExceededError);
      await expect(client.exists('/a')).resolves.toMatchObject({ dataLength: 9, version: 1 });
    });

    test('that is soft refuses nothing', async ({ client, tree }) => {
      await limit(tree, 'count=1,bytes=1');
      await client.create('/a', 'xxx');
      await client.create('/b', 'xxx');
    });
  });
}
