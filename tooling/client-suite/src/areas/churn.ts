import { NodeExistsError, NoNodeError, NotEmptyError, type SessionInfo, type ZooKeeper } from '@zookit/client';
import { type TcpProxy, waitFor } from '@zookit/testkit';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { stateOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';
import type { Tree } from '../tree.ts';

const RUNS = 10;

const paths = ['/a', '/b', '/b/c', '/free'] as const;
const path = fc.constantFrom(...paths);

type Way = 'observe' | 'list' | 'watch';

/** Who stays where. */
const staying: readonly (readonly [path: string, way: Way])[] = [
  ['/a', 'observe'],
  ['/b', 'list'],
  ['/b', 'watch'],
  ['/b/c', 'observe'],
  ['/b/c', 'watch'],
];

/** What happens to the tree, to the watches that come and go beside those that stay, to the connection and to the session. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constantFrom('create' as const, 'set' as const, 'delete' as const), path }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('watch' as const, 'observe' as const, 'once' as const, 'abort' as const),
      path,
      recursive: fc.boolean(),
      isAwaited: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('expire' as const) }) },
);

type Step = ReturnType<typeof step.generate>['value'];
type Passing = Extract<Step, { readonly isAwaited: boolean }>;

/** A watch that somebody sets and gives up, before or behind the reply. */
async function pass(client: ZooKeeper, { type, path, recursive, isAwaited }: Passing): Promise<void> {
  if (type === 'watch') {
    const watch = client.watch(path, { recursive });
    if (isAwaited) await watch.next();
    await watch.return();
  } else if (type === 'observe') {
    const states = client.observe(path);
    const first = states.next();
    if (isAwaited) await first;
    void states.next();
    await states.return();
    await first;
  } else if (type === 'once') {
    const { watch } = await client.existsAndWatch(path, { timeoutMs: Infinity });
    await watch[Symbol.asyncDispose]();
  } else {
    const stop = new AbortController();
    const reading = client.childrenAndWatch(path, { signal: stop.signal, timeoutMs: Infinity });
    const end = reading.then(({ watch }) => watch[Symbol.asyncDispose]()).catch(() => undefined);
    if (isAwaited) await client.exists('/', { timeoutMs: Infinity });
    stop.abort();
    await end;
  }
}

/** Changes the tree; what its state forbids is left out. */
async function change(writer: ZooKeeper, type: 'create' | 'set' | 'delete', path: string, data: string): Promise<void> {
  try {
    if (type === 'create') await writer.create(path, data);
    if (type === 'set') await writer.set(path, data);
    if (type === 'delete') await writer.delete(path);
  } catch (error) {
    const isExpected = [NodeExistsError, NoNodeError, NotEmptyError].some((expected) => error instanceof expected);
    if (!isExpected) throw error;
  }
}

/** Takes a client's session over while it is away, and ends it. */
async function expire(tree: Tree, client: ZooKeeper, proxy: TcpProxy): Promise<void> {
  const { session } = await stateOf(client, 'connected');
  const { id, password }: SessionInfo = session;
  proxy.hold('toServer');
  proxy.cut();
  const taker = await tree.connect({ resume: { id, password } });
  await taker.close();
  proxy.release('toServer');
}

/** Keeps a copy of what there is at a path, in one of the ways that there are. */
class Copy {
  text = 'nothing';
  readonly end: Promise<void>;
  readonly #path: string;
  readonly #way: Way;

  constructor(client: ZooKeeper, [path, way]: readonly [path: string, way: Way], signal: AbortSignal) {
    this.#path = path;
    this.#way = way;
    if (way === 'observe') this.end = this.#observe(client, signal);
    else this.end = way === 'list' ? this.#list(client, signal) : this.#watch(client, signal);
  }

  /** What it should be. */
  latest(client: ZooKeeper): Promise<string> {
    return this.#way === 'list' ? namesAt(client, this.#path) : dataAt(client, this.#path);
  }

  async #observe(client: ZooKeeper, signal: AbortSignal): Promise<void> {
    for await (const state of client.observe(this.#path, { signal })) {
      this.text = state.exists ? new TextDecoder().decode(state.value) : 'absent';
    }
  }

  async #list(client: ZooKeeper, signal: AbortSignal): Promise<void> {
    for await (const names of client.observeChildren(this.#path, { signal })) this.text = names?.join(',') ?? 'absent';
  }

  async #watch(client: ZooKeeper, signal: AbortSignal): Promise<void> {
    for await (const _ of client.watch(this.#path, { signal })) this.text = await dataAt(client, this.#path);
  }
}

async function expectLatest(copies: readonly Copy[], writer: ZooKeeper): Promise<void> {
  for (const copy of copies) {
    const latest = await copy.latest(writer);
    await waitFor('the latest', () => copy.text === latest);
  }
}

async function dataAt(client: ZooKeeper, path: string): Promise<string> {
  try {
    return new TextDecoder().decode((await client.get(path, { timeoutMs: Infinity })).data);
  } catch (error) {
    if (error instanceof NoNodeError) return 'absent';
    throw error;
  }
}

async function namesAt(client: ZooKeeper, path: string): Promise<string> {
  try {
    return (await client.children(path)).names.join(',');
  } catch (error) {
    if (error instanceof NoNodeError) return 'absent';
    throw error;
  }
}

/** Watches that stay and watches that come and go, on the same paths of one client. */
export function describeChurn({ test }: Suite): void {
  describe('watches that come and go', () => {
    test('take nothing from those that stay, whatever happens to the connection and the session, and leave nothing', async ({
      client: writer,
      tree,
      proxy,
    }) => {
      const client = await tree.connect(through(proxy));
      let writes = 0;
      const property = fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const stop = new AbortController();
        const copies = staying.map((one) => new Copy(client, one, stop.signal));
        await waitFor('a first look', () => copies.every(({ text }) => text !== 'nothing'));
        const passing: Promise<void>[] = [];
        for (const one of steps) {
          if (one.type === 'cut') proxy.cut();
          else if (one.type === 'expire') await expire(tree, client, proxy);
          else if ('isAwaited' in one) passing.push(pass(client, one));
          else await change(writer, one.type, one.path, `${++writes}`);
        }
        await Promise.all(passing);
        await eventually(
          'nobody watches what nobody stays at',
          async () => !(await client.checkWatches('/free', 'any')),
        );
        await expectLatest(copies, writer);
        for (const path of ['/a', '/b', '/b/c']) {
          await change(writer, 'create', path, 'last');
          await change(writer, 'set', path, `${++writes}`);
        }
        await expectLatest(copies, writer);
        stop.abort();
        await Promise.all(copies.map(({ end }) => end));
        for (const path of paths) {
          await eventually(`nobody watches ${path}`, async () => !(await client.checkWatches(path, 'any')));
        }
      });
      await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
      expect(writes).toBeGreaterThan(RUNS);
    });
  });
}
