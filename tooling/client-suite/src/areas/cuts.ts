import { ConnectionLossError, type ZooKeeper, ZooKeeperError } from '@zookit/client';
import type { Direction, TcpProxy } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const directions = ['toServer', 'toClient'] as const;

/** A write whose effect shows how often it was carried out. All it does is below `parent`, an empty znode. */
interface CountedWrite {
  readonly name: string;
  /** Makes what the write needs. */
  prepare?(client: ZooKeeper, parent: string): Promise<unknown>;
  write(client: ZooKeeper, parent: string): Promise<unknown>;
  /** How often it was carried out. */
  count(client: ZooKeeper, parent: string): Promise<number>;
}

const writes: readonly CountedWrite[] = [
  {
    name: 'a set of a version',
    prepare: (client, parent) => client.create(`${parent}/a`, 'old'),
    write: (client, parent) => client.set(`${parent}/a`, 'new', { version: 0 }),
    count: async (client, parent) => (await client.get(`${parent}/a`)).stat.version,
  },
  {
    name: 'a create of a name',
    write: (client, parent) => client.create(`${parent}/a`, 'new'),
    count: childCount,
  },
  {
    name: 'a create of an ephemeral name',
    write: (client, parent) => client.create(`${parent}/a`, 'new', { kind: 'ephemeral' }),
    count: childCount,
  },
  {
    name: 'a create of a sequential name',
    write: (client, parent) => client.create(`${parent}/a-`, 'new', { sequential: true }),
    count: childCount,
  },
  {
    name: 'a delete',
    prepare: (client, parent) => client.create(`${parent}/a`, 'old'),
    write: (client, parent) => client.delete(`${parent}/a`),
    count: async (client, parent) => 1 - (await childCount(client, parent)),
  },
];

/** Writes of one znode that are made together. */
interface WritesInARow {
  readonly name: string;
  /** Makes what they need. */
  prepare?(client: ZooKeeper, path: string): Promise<unknown>;
  write(client: ZooKeeper, path: string): readonly Promise<unknown>[];
  /** Whether it is as it must be when all succeeded. */
  isDone(client: ZooKeeper, path: string): Promise<boolean>;
}

const rows: readonly WritesInARow[] = [
  {
    name: 'a create and a delete',
    write: (client, path) => [
      client.create(path, 'a', { kind: 'ephemeral' }),
      client.delete(path, { ifMissing: 'ignore' }),
    ],
    isDone: async (client, path) => (await client.exists(path)) === undefined,
  },
  {
    name: 'a delete and a create',
    prepare: (client, path) => client.create(path, 'old'),
    write: (client, path) => [client.delete(path), client.create(path, 'new', { kind: 'ephemeral' })],
    isDone: async (client, path) => Buffer.from((await client.get(path)).data).toString() === 'new',
  },
  {
    name: 'three sets',
    prepare: (client, path) => client.create(path),
    write: (client, path) => [0, 1, 2].map((version) => client.set(path, String(version), { version })),
    isDone: async (client, path) => Buffer.from((await client.get(path)).data).toString() === '2',
  },
];

async function childCount(client: ZooKeeper, parent: string): Promise<number> {
  const { names } = await client.children(parent);
  return names.length;
}

/** How a call ended: undefined when it succeeded. */
async function endOf(call: Promise<unknown>): Promise<ZooKeeperError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof ZooKeeperError) return error;
    throw error;
  }
}

/** Does `attempt` again and again, with the connection cut after one byte more each time, until it is not reached. */
async function cutAtEachByte(
  proxy: TcpProxy,
  direction: Direction,
  attempt: (byteCount: number) => Promise<void>,
): Promise<number> {
  let isCut = true;
  let count = 0;
  for (; isCut; count++) {
    isCut = false;
    void proxy.cutAfter(direction, count).then(() => {
      isCut = true;
    });
    await attempt(count);
  }
  return count - 1;
}

/** Connections that break at any byte. */
export function describeCuts({ test }: Suite): void {
  describe('a connection that breaks', () => {
    test.for(directions)(
      'at any byte of the handshake %s delays no client for long',
      async (direction, { tree, proxy }) => {
        const count = await cutAtEachByte(proxy, direction, async () => {
          await using client = await tree.connect(through(proxy));
          await client.exists('/');
        });
        expect(count).toBeGreaterThan(40);
      },
    );

    test.for(directions)('at any byte of the handshake %s costs no session', async (direction, { tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      const { stat } = await client.create('/e', null, { kind: 'ephemeral' });
      for (let count = 0; count <= 50; count++) {
        void proxy.cutAfter(direction, count);
        proxy.cut();
        await expect(client.exists('/e')).resolves.toEqual(stat);
      }
    });

    for (const { name, prepare, write, count } of writes) {
      test.for(directions)(
        `at any byte %s leaves no doubt what became of ${name}`,
        async (direction, { client, tree, proxy }) => {
          const writer = await tree.connect(through(proxy));
          await cutAtEachByte(proxy, direction, async (byteCount) => {
            const parent = `/${byteCount}`;
            await client.create(parent);
            await prepare?.(client, parent);
            await writer.exists('/');
            const error = await endOf(write(writer, parent));
            const carriedOut = await count(client, parent);
            if (error === undefined) {
              expect(carriedOut).toBe(1);
              return;
            }
            expect(error).toBeInstanceOf(ConnectionLossError);
            expect(error).toMatchObject({ wasSent: error.outcome === 'unknown' });
            expect(['not-executed', 'unknown']).toContain(error.outcome);
            expect(carriedOut).toBeLessThanOrEqual(error.outcome === 'unknown' ? 1 : 0);
          });
        },
      );
    }

    for (const { name, prepare, write, isDone } of rows) {
      test.for(directions)(
        `at any byte %s leaves ${name} in their order`,
        async (direction, { client, tree, proxy }) => {
          const writer = await tree.connect(through(proxy));
          const count = await cutAtEachByte(proxy, direction, async (byteCount) => {
            const path = `/${byteCount}`;
            await prepare?.(client, path);
            await writer.exists('/');
            const errors = await Promise.all(write(writer, path).map(endOf));
            for (const error of errors) if (error !== undefined) expect(error).toBeInstanceOf(ConnectionLossError);
            if (errors.every((error) => error === undefined)) expect(await isDone(client, path)).toBe(true);
          });
          expect(count).toBeGreaterThan(30);
        },
      );
    }

    test.for(directions)(
      '%s in a row of calls leaves their order and no doubt',
      async (direction, { client, tree, proxy }) => {
        const caller = await tree.connect(through(proxy));
        for (const byteCount of [0, 1, 500, 2000, 4000]) {
          const parent = `/${byteCount}`;
          await client.create(parent);
          await caller.exists('/');
          void proxy.cutAfter(direction, byteCount);
          const order: number[] = [];
          const calls = Array.from({ length: 100 }, async (_, index) => {
            const write = caller.create(`${parent}/${index}`);
            const read = caller.exists(parent).then(() => order.push(index));
            const error = await endOf(write);
            await read;
            return error;
          });
          const errors = await Promise.all(calls);
          expect(order).toEqual(order.toSorted((left, right) => left - right));
          expect(order).toHaveLength(100);
          const { names } = await client.children(parent);
          for (const [index, error] of errors.entries()) {
            if (error === undefined) expect(names).toContain(String(index));
            else expect(error).toBeInstanceOf(ConnectionLossError);
            if (error?.outcome === 'not-executed') expect(names).not.toContain(String(index));
          }
        }
      },
    );
  });
}
