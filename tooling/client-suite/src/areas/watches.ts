import {
  EventType,
  NoWatcherError,
  type Watch,
  type WatchedEvent,
  type WatchEvent,
  type ZooKeeper,
} from '@zookit/client';
import { waitFor } from '@zookit/testkit';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { stateOf, statesOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const RESYNC_ARMED: WatchEvent = { type: 'resync', reason: 'armed' };
const text = new TextDecoder();

/** The next events of a watch. */
async function take(watch: Watch, count: number): Promise<WatchEvent[]> {
  const events: WatchEvent[] = [];
  while (events.length < count) {
    const { value } = await watch.next();
    if (value === undefined) throw new Error('the watch ended', { cause: events });
    events.push(value);
  }
  return events;
}

/** The next events of a watch that are no `resync`. */
async function takeChanges(watch: Watch, count: number): Promise<WatchEvent[]> {
  const events: WatchEvent[] = [];
  while (events.length < count) events.push(...(await take(watch, 1)).filter(({ type }) => type !== 'resync'));
  return events;
}

/** Events as `type path`. */
function wordsOf(events: readonly WatchEvent[]): string[] {
  return events.map((event) => (event.type === 'resync' ? `resync ${event.reason}` : `${event.type} ${event.path}`));
}

/** Cuts the client off until `change` has been made by another one. */
async function behindTheBackOf(
  client: ZooKeeper,
  proxy: { cut(): void; hold(direction: 'toServer'): void; release(direction: 'toServer'): void },
  change: () => Promise<unknown>,
): Promise<void> {
  proxy.hold('toServer');
  proxy.cut();
  await stateOf(client, 'suspended');
  await change();
  proxy.release('toServer');
  await stateOf(client, 'connected');
}

/** Watches of every kind. */
export function describeWatches({ server, test }: Suite): void {
  /** Servers before 3.9 don't tell it. */
  const zxidOf = (zxid: bigint): bigint | undefined => (server.release === '3.8' ? undefined : zxid);

  describe('a watch for one event', () => {
    test('of data tells the next change, with its zxid, and no other', async ({ client }) => {
      await client.create('/a', 'one');
      const { data, watch } = await client.getAndWatch('/a');
      expect(text.decode(data)).toBe('one');
      const { mzxid } = await client.set('/a', 'two');
      await client.set('/a', 'three');
      await expect(watch.fired).resolves.toEqual({ type: 'changed', path: '/a', zxid: zxidOf(mzxid) });
    });

    test('of data tells the deletion', async ({ client }) => {
      await client.create('/a');
      const { watch } = await client.getAndWatch('/a');
      await client.delete('/a');
      await expect(watch.fired).resolves.toMatchObject({ type: 'deleted', path: '/a' });
    });

    test('of a znode to come tells its creation', async ({ client }) => {
      const { stat, watch } = await client.existsAndWatch('/a');
      expect(stat).toBeUndefined();
      await client.create('/a');
      await expect(watch.fired).resolves.toMatchObject({ type: 'created', path: '/a' });
    });

    test('of children tells the next that comes or goes, or the end of their parent', async ({ client }) => {
      await client.create('/a');
      const first = await client.childrenAndWatch('/a');
      await client.create('/a/b');
      await expect(first.watch.fired).resolves.toMatchObject({ type: 'children', path: '/a' });
      const second = await client.childrenAndWatch('/a');
      expect(second.names).toEqual(['b']);
      await client.delete('/a/b');
      await expect(second.watch.fired).resolves.toMatchObject({ type: 'children', path: '/a' });
      const third = await client.childrenAndWatch('/a');
      await client.delete('/a');
      await expect(third.watch.fired).resolves.toMatchObject({ type: 'deleted', path: '/a' });
    });

    test('fires before the reply to a read that shows the change', async ({ client, tree }) => {
      const writer = await tree.connect();
      await client.create('/a', '0');
      for (let round = 1; round <= 50; round++) {
        let isFired = false;
        const { watch } = await client.getAndWatch('/a');
        void watch.fired.then(() => {
          isFired = true;
        });
        const written = writer.set('/a', String(round));
        let version = 0;
        while (version < round) {
          ({
            stat: { version },
          } = await client.get('/a'));
          if (version === round) expect(isFired).toBe(true);
        }
        await written;
      }
    });

    test('is given back when it is no longer wanted', async ({ client }) => {
      await client.create('/a');
      const { watch } = await client.getAndWatch('/a');
      await watch[Symbol.asyncDispose]();
      await expect(watch.fired).resolves.toBeUndefined();
      await eventually('the server watches no more', async () => !(await client.checkWatches('/a', 'data')));
    });
  });

  describe('a watch that stays', () => {
    test('tells every change of a path, in order', async ({ client }) => {
      await using watch = client.watch('/a');
      await watch.armed;
      const { stat } = await client.create('/a');
      const { mzxid } = await client.set('/a', 'x');
      await client.create('/a/b');
      await client.delete('/a/b');
      await client.delete('/a');
      const events = await take(watch, 6);
      expect(events[0]).toEqual(RESYNC_ARMED);
      expect(wordsOf(events).slice(1)).toEqual([
        'created /a',
        'changed /a',
        'children /a',
        'children /a',
        'deleted /a',
      ]);
      expect(events[1]).toMatchObject({ zxid: zxidOf(stat.czxid) });
      expect(events[2]).toMatchObject({ zxid: zxidOf(mzxid) });
    });

    test('and is recursive tells what happens below, too', async ({ client }) => {
      await client.create('/a');
      await using watch = client.watch('/a', { recursive: true });
      await watch.armed;
      await client.create('/a/b');
      await client.create('/a/b/c');
      await client.set('/a/b/c', 'x');
      await client.delete('/a/b/c');
      await client.create('/aside');
      await client.set('/a', 'x');
      expect(wordsOf(await take(watch, 6))).toEqual([
        'resync armed',
        'created /a/b',
        'created /a/b/c',
        'changed /a/b/c',
        'deleted /a/b/c',
        'changed /a',
      ]);
    });

    test('of the root sees the whole tree and nothing beside it', async ({ client, tree }) => {
      const outside = await tree.connect({ chroot: '/' });
      await using watch = client.watch('/', { recursive: true });
      await watch.armed;
      await outside.create(`${tree.path}-beside`);
      await client.create('/a');
      expect(wordsOf(await take(watch, 2))).toEqual(['resync armed', 'created /a']);
    });

    test('is one for several readers, and ends with the last', async ({ client }) => {
      await client.create('/a');
      const [first, second] = [client.watch('/a'), client.watch('/a')];
      await Promise.all([first.armed, second.armed]);
      await client.set('/a', '1');
      expect(wordsOf(await take(first, 2))).toEqual(['resync armed', 'changed /a']);
      await first.return();
      await client.set('/a', '2');
      expect(wordsOf(await take(second, 3))).toEqual(['resync armed', 'changed /a', 'changed /a']);
      await expect(client.checkWatches('/a', 'any')).resolves.toBe(true);
      await second.return();
      await eventually('the server watches no more', async () => !(await client.checkWatches('/a', 'any')));
    });

    test('and one for one event do not disturb one another', async ({ client }) => {
      await client.create('/a', '0');
      await using watch = client.watch('/a');
      await watch.armed;
      const { watch: once } = await client.getAndWatch('/a');
      await client.set('/a', '1');
      await expect(once.fired).resolves.toMatchObject({ type: 'changed' });
      await client.set('/a', '2');
      expect(wordsOf(await take(watch, 3))).toEqual(['resync armed', 'changed /a', 'changed /a']);
    });

    test.for(['plain first', 'recursive first'])(
      'and is recursive does not disturb a plain one, %s',
      async (order, { client }) => {
        await client.create('/a');
        const isPlainFirst = order === 'plain first';
        await using first = client.watch('/a', { recursive: !isPlainFirst });
        await first.armed;
        await using second = client.watch('/a', { recursive: isPlainFirst });
        await second.armed;
        const [plain, recursive] = isPlainFirst ? [first, second] : [second, first];
        await client.exists('/');
        await client.create('/a/b');
        await client.create('/a/b/c');
        await client.set('/a', 'x');
        expect(wordsOf(await takeChanges(plain, 2))).toEqual(['children /a', 'changed /a']);
        expect(wordsOf(await takeChanges(recursive, 3))).toEqual(['created /a/b', 'created /a/b/c', 'changed /a']);
        await recursive.return();
        await client.exists('/');
        await client.delete('/a/b/c');
        await client.delete('/a/b');
        expect(wordsOf(await takeChanges(plain, 1))).toEqual(['children /a']);
      },
    );

    test('collapses into one resync when its reader is too slow', async ({ client }) => {
      await client.create('/a');
      await using watch = client.watch('/a', { highWaterMark: 4 });
      await watch.armed;
      for (let count = 0; count < 20; count++) await client.set('/a', String(count));
      expect(wordsOf(await take(watch, 1))).toEqual(['resync overflow']);
    });

    test('ends without an error with the client', async ({ tree }) => {
      const client = await tree.connect();
      const watch = client.watch('/a');
      await watch.armed;
      const seen: string[] = [];
      const reading = (async () => {
        for await (const event of watch) seen.push(...wordsOf([event]));
      })();
      await client.close();
      await reading;
      expect(seen).toEqual(['resync armed']);
    });
  });

  describe("a watcher in Apache's terms", () => {
    test('is called once by the read that set it, and for good when it was added', async ({ client }) => {
      const seen: string[] = [];
      const watcher =
        (name: string) =>
        ({ type, path }: WatchedEvent): void => {
          seen.push(`${name} ${type} ${path}`);
        };
      await client.create('/a', '0');
      await client.get('/a', { watcher: watcher('get') });
      await client.children('/a', { watcher: watcher('children') });
      await client.exists('/b', { watcher: watcher('exists') });
      await client.addWatch('/a', watcher('added'));
      await client.set('/a', '1');
      await client.create('/b');
      await client.create('/a/c');
      await client.set('/a', '2');
      await client.exists('/');
      expect([...seen].sort()).toEqual(
        [
          `get ${EventType.NodeDataChanged} /a`,
          `children ${EventType.NodeChildrenChanged} /a`,
          `exists ${EventType.NodeCreated} /b`,
          `added ${EventType.NodeDataChanged} /a`,
          `added ${EventType.NodeChildrenChanged} /a`,
          `added ${EventType.NodeDataChanged} /a`,
        ].sort(),
      );
    });

    test('is removed by its path and its kind', async ({ client }) => {
      await client.create('/a');
      const seen: WatchedEvent[] = [];
      await client.get('/a', { watcher: (event) => seen.push(event) });
      await expect(client.checkWatches('/a', 'data')).resolves.toBe(true);
      await expect(client.checkWatches('/a', 'children')).resolves.toBe(false);
      await expect(client.removeWatches('/a', 'children')).rejects.toBeInstanceOf(NoWatcherError);
      await client.removeWatches('/a', 'data');
      await client.set('/a', 'x');
      expect(seen.map(({ type }) => type)).toEqual([EventType.DataWatchRemoved]);
      await expect(client.checkWatches('/a', 'data')).resolves.toBe(false);
    });
  });

  describe('a watch for one event beside a watch that stays', () => {
    const nobody = (): void => undefined;

    test('does not rest on it while all are being removed', async ({ client }) => {
      await client.create('/a', '0');
      await client.addWatch('/a', nobody);
      const removing = client.removeWatches('/a', 'any');
      const { watch } = await client.getAndWatch('/a');
      await removing;
      await client.set('/a', '1');
      await expect(watch.fired).resolves.toMatchObject({ type: 'changed' });
    });

    // Servers before 3.9 can't be asked to remove what stays by its kind.
    if (server.release === '3.8') return;

    test.for([
      ['persistent', false],
      ['persistent-recursive', true],
    ] as const)('goes on when that is removed as %s', async ([selection, recursive], { client }) => {
      await client.create('/a', '0');
      await client.addWatch('/a', nobody, { recursive });
      const { watch } = await client.getAndWatch('/a');
      const reading = client.existsAndWatch('/a');
      await client.removeWatches('/a', selection);
      await expect(client.checkWatches('/a', selection)).resolves.toBe(false);
      await expect(client.checkWatches('/a', 'data')).resolves.toBe(true);
      await client.set('/a', '1');
      await expect(watch.fired).resolves.toMatchObject({ type: 'changed' });
      await expect((await reading).watch.fired).resolves.toMatchObject({ type: 'changed' });
      await eventually('the server watches no more', async () => !(await client.checkWatches('/a', 'any')));
    });

    test('can be removed when that has gone', async ({ client }) => {
      await client.create('/a', '0');
      await client.addWatch('/a', nobody);
      const { watch } = await client.getAndWatch('/a');
      await client.removeWatches('/a', 'persistent');
      await expect(client.removeWatches('/a', 'persistent')).rejects.toBeInstanceOf(NoWatcherError);
      await client.removeWatches('/a', 'data');
      await expect(watch.fired).resolves.toBeUndefined();
      await eventually('the server watches no more', async () => !(await client.checkWatches('/a', 'any')));
    });
  });

  describe('watches, when the connection breaks,', () => {
    test('of one event tell what happened meanwhile', async ({ client, tree, proxy }) => {
      const away = await tree.connect(through(proxy));
      for (const path of ['/changed', '/deleted', '/parent']) await client.create(path);
      const watches = [
        (await away.getAndWatch('/changed')).watch,
        (await away.getAndWatch('/deleted')).watch,
        (await away.existsAndWatch('/created')).watch,
        (await away.childrenAndWatch('/parent')).watch,
      ];
      await behindTheBackOf(away, proxy, async () => {
        await client.set('/changed', 'x');
        await client.delete('/deleted');
        await client.create('/created');
        await client.create('/parent/child');
      });
      const events = await Promise.all(watches.map(({ fired }) => fired));
      expect(events.map((event) => `${event?.type} ${event?.path}`)).toEqual([
        'changed /changed',
        'deleted /deleted',
        'created /created',
        'children /parent',
      ]);
    });

    test('of one event are set again, if nothing happened', async ({ client, tree, proxy }) => {
      const away = await tree.connect(through(proxy));
      await client.create('/a');
      const { watch } = await away.getAndWatch('/a');
      await behindTheBackOf(away, proxy, () => client.create('/beside'));
      await away.exists('/');
      await client.set('/a', 'x');
      await expect(watch.fired).resolves.toMatchObject({ type: 'changed', path: '/a' });
    });

    test('that stay ask for a new look, and go on', async ({ client, tree, proxy }) => {
      const away = await tree.connect(through(proxy));
      await client.create('/a');
      await client.create('/b');
      await using plain = away.watch('/a');
      await using recursive = away.watch('/b', { recursive: true });
      for (const watch of [plain, recursive]) expect(wordsOf(await take(watch, 1))).toEqual(['resync armed']);
      await behindTheBackOf(away, proxy, async () => {
        await client.create('/a/missed');
        await client.create('/b/missed');
      });
      for (const watch of [plain, recursive]) expect(wordsOf(await take(watch, 1))).toEqual(['resync reconnected']);
      await client.create('/a/seen');
      expect(wordsOf(await take(plain, 1))).toEqual(['children /a']);
      await client.create('/b/seen');
      expect(wordsOf(await take(recursive, 1))).toEqual(['created /b/seen']);
    });

    test('by the hundred are all set again', async ({ client, tree, proxy }) => {
      const away = await tree.connect(through(proxy));
      const paths = Array.from({ length: 300 }, (_, index) => `/${'x'.repeat(1000)}${index}`);
      await Promise.all(paths.map((path) => client.create(path)));
      const watches = await Promise.all(paths.map(async (path) => (await away.getAndWatch(path)).watch));
      await behindTheBackOf(away, proxy, () => client.set(paths[0]!, 'x'));
      await away.exists('/');
      await Promise.all(paths.slice(1).map((path) => client.set(path, 'x')));
      const events = await Promise.all(watches.map(({ fired }) => fired));
      expect(events.map((event) => event?.path)).toEqual(paths);
    });

    test('outlive the session', async ({ client, tree, proxy }) => {
      const away = await tree.connect({ ...through(proxy), sessionTimeoutMs: 1200 });
      await away.create('/e', null, { kind: 'ephemeral' });
      await client.create('/a');
      const { watch: once } = await away.getAndWatch('/a');
      await using watch = away.watch('/b', { recursive: true });
      expect(wordsOf(await take(watch, 1))).toEqual(['resync armed']);
      const states = statesOf(away);
      proxy.hold('toServer');
      proxy.cut();
      await eventually('the session has expired', async () => (await client.exists('/e')) === undefined);
      await client.set('/a', 'x');
      proxy.release('toServer');
      await waitFor(
        'another session',
        () => states.some(({ status }) => status === 'lost') && away.state.status === 'connected',
      );
      expect(wordsOf(await take(watch, 1))).toEqual(['resync new-session']);
      await expect(once.fired).resolves.toMatchObject({ type: 'changed', path: '/a' });
      await away.exists('/');
      await client.create('/b');
      expect(wordsOf(await take(watch, 1))).toEqual(['created /b']);
    });
  });

  describe('an observation', () => {
    test('has the latest data, through deletion and creation', async ({ client }) => {
      await using observed = client.observe('/a');
      const next = async (): Promise<string> => {
        const { value } = await observed.next();
        return value?.exists === true ? text.decode(value.value) : 'none';
      };
      await expect(next()).resolves.toBe('none');
      await client.create('/a', 'one');
      await expect(next()).resolves.toBe('one');
      await client.set('/a', 'two');
      await expect(next()).resolves.toBe('two');
      await client.delete('/a');
      await expect(next()).resolves.toBe('none');
    });

    test('of a reader who is slow goes to the latest', async ({ client }) => {
      await client.create('/a', '0');
      await using observed = client.observe('/a');
      await observed.next();
      for (let count = 1; count <= 20; count++) await client.set('/a', String(count));
      const { value } = await observed.next();
      expect(value?.exists === true && value.stat.version).toBe(20);
    });

    test('of children has their names', async ({ client }) => {
      await using observed = client.observeChildren('/a');
      await expect(observed.next()).resolves.toMatchObject({ value: undefined, done: false });
      await client.create('/a');
      await expect(observed.next()).resolves.toMatchObject({ value: [] });
      await client.create('/a/b');
      await expect(observed.next()).resolves.toMatchObject({ value: ['b'] });
    });

    test('goes on over a broken connection', async ({ client, tree, proxy }) => {
      const away = await tree.connect(through(proxy));
      await client.create('/a', 'one');
      await using observed = away.observe('/a');
      await observed.next();
      await behindTheBackOf(away, proxy, () => client.set('/a', 'two'));
      const { value } = await observed.next();
      expect(value?.exists === true && text.decode(value.value)).toBe('two');
    });
  });
}
