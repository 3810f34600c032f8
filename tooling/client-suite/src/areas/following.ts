import { NodeExistsError, NoNodeError, type ZooKeeper } from '@zookit/client';
import { type TcpProxy, waitFor } from '@zookit/testkit';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const RUNS = 25;
/** Round trips of another client that a pause of the writer takes. */
const IDLE_CALLS = 10;

/** What happens to a znode, to the connection of those who follow it, and to a consumer. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('create' as const, 'set' as const, 'delete' as const, 'child' as const) },
  { weight: 2, arbitrary: fc.constantFrom('cut' as const, 'hold' as const, 'release' as const) },
  { weight: 2, arbitrary: fc.constantFrom('pause' as const, 'resume' as const) },
  { weight: 1, arbitrary: fc.constant('idle' as const) },
);

type Step = ReturnType<typeof step.generate>['value'];

/** A consumer that can be made slow. */
class Gate {
  #open = Promise.resolve();
  #release: (() => void) | undefined;

  pause(): void {
    if (this.#release !== undefined) return;
    this.#open = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  resume(): void {
    this.#release?.();
    this.#release = undefined;
  }

  passed(): Promise<void> {
    return this.#open;
  }
}

/** What there is at a path, in one text: data, version, and the names of the children. */
async function stateAt(client: ZooKeeper, path: string): Promise<string> {
  try {
    const [{ data, stat }, { names }] = await Promise.all([client.get(path), client.children(path)]);
    return `${new TextDecoder().decode(data)} ${stat.czxid} ${stat.mzxid} ${names.toSorted().join(',')}`;
  } catch (error) {
    if (error instanceof NoNodeError) return 'absent';
    throw error;
  }
}

/** Keeps a copy in the way that the README says: reads at each event. */
class Follower {
  copy = 'nothing';

  async follow(client: ZooKeeper, path: string, gate: Gate, signal: AbortSignal): Promise<void> {
    for await (const _ of client.watch(path, { highWaterMark: 1, signal })) {
      await gate.passed();
      this.copy = await stateAt(client, path);
    }
  }

  async observe(client: ZooKeeper, path: string, gate: Gate, signal: AbortSignal): Promise<void> {
    for await (const state of client.observe(path, { signal })) {
      await gate.passed();
      this.copy = state.exists ? `${new TextDecoder().decode(state.value)} ${state.stat.mzxid}` : 'absent';
    }
  }

  async observeChildren(client: ZooKeeper, path: string, gate: Gate, signal: AbortSignal): Promise<void> {
    for await (const names of client.observeChildren(path, { signal })) {
      await gate.passed();
      this.copy = names?.toSorted().join(',') ?? 'absent';
    }
  }
}

/** Does one step; what the znode's state forbids is left out. */
async function perform(one: Step, writer: ZooKeeper, path: string, number: number, proxy: TcpProxy, gate: Gate) {
  try {
    if (one === 'create') await writer.create(path, `${number}`);
    if (one === 'set') await writer.set(path, `${number}`);
    if (one === 'child') await writer.create(`${path}/${number}`);
    if (one === 'delete') await deleteAll(writer, path);
  } catch (error) {
    if (!(error instanceof NoNodeError) && !(error instanceof NodeExistsError)) throw error;
  }
  if (one === 'hold') proxy.hold('toServer');
  if (one === 'hold' || one === 'cut') proxy.cut();
  if (one === 'release') proxy.release('toServer');
  if (one === 'pause') gate.pause();
  if (one === 'resume') gate.resume();
}

/** Lets time pass, in which a client may connect again and tell its consumers so. */
async function idle(client: ZooKeeper): Promise<void> {
  for (let count = 0; count < IDLE_CALLS; count++) await client.exists('/');
}

async function deleteAll(writer: ZooKeeper, path: string): Promise<void> {
  const { names } = await writer.children(path);
  await Promise.all(names.map((name) => writer.delete(`${path}/${name}`)));
  await writer.delete(path);
}

/** Whoever follows a znode has its latest state in the end, whatever happened on the way. */
export function describeFollowing({ test }: Suite): void {
  describe('who follows a znode', () => {
    test('has the latest state in the end, whatever happened to it, the connection and the consumer', async ({
      client,
      tree,
      proxy,
    }) => {
      const [reader, observer, lister] = await Promise.all([
        tree.connect(through(proxy)),
        tree.connect(through(proxy)),
        tree.connect(through(proxy)),
      ]);
      let runs = 0;
      const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const path = `/run-${++runs}`;
        const stop = new AbortController();
        const gate = new Gate();
        const [watching, observing, listing] = [new Follower(), new Follower(), new Follower()];
        const ends = [
          watching.follow(reader, path, gate, stop.signal),
          observing.observe(observer, path, gate, stop.signal),
          listing.observeChildren(lister, path, gate, stop.signal),
        ];
        const followers = [watching, observing, listing];
        await waitFor('a first look', () => followers.every(({ copy }) => copy !== 'nothing'));
        for (const [index, one] of steps.entries()) {
          if (one === 'idle') await idle(client);
          else await perform(one, client, path, index, proxy, gate);
        }
        gate.resume();
        proxy.release('toServer');
        const latest = await stateAt(client, path);
        const [data, , mzxid, names] = latest.split(' ');
        const isAbsent = latest === 'absent';
        await waitFor('the latest state', () => watching.copy === latest);
        await waitFor('the latest data', () => observing.copy === (isAbsent ? 'absent' : `${data} ${mzxid}`));
        await waitFor('the latest names', () => listing.copy === (isAbsent ? 'absent' : names));
        stop.abort();
        await Promise.all(ends);
      });
      await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
      expect(runs).toBeGreaterThanOrEqual(RUNS);
    });
  });
}
