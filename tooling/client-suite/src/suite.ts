import type { ZooKeeper } from '@zookit/client';
import { TcpProxy } from '@zookit/testkit';
import { afterAll, beforeAll, test, type TestAPI } from 'vitest';
import type { RunningServer, ServerUnderTest, Settings } from './server-under-test.ts';
import { EmptyTree, type Tree } from './tree.ts';

/** What a test of the suite can ask for by its name. */
export interface Fixtures {
  /** An empty tree on the server that all tests of the suite share. A test that stops a server starts its own. */
  readonly tree: Tree;
  /** A client of the tree. */
  readonly client: ZooKeeper;
  /** Another way to the server, for `tree.connect(through(proxy))`, which the test can cut. */
  readonly proxy: TcpProxy;
}

/** What an area of the suite gets. */
export interface Suite {
  readonly server: ServerUnderTest;
  readonly test: TestAPI<Fixtures>;
}

/** Begins a suite in the present `describe`: all its tests share one server. */
export function suiteFor(server: ServerUnderTest, settings?: Settings): Suite {
  let running: RunningServer | undefined;
  beforeAll(async () => {
    running = await server.start(settings);
  });
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
  });
  return {
    server,
    test: test.extend<Fixtures>({
      tree: async ({ task }, use) => {
        await using tree = await EmptyTree.of(started(running), `/test${task.id}`);
        await use(tree);
      },
      client: async ({ tree }, use) => use(await tree.connect()),
      proxy: async ({ tree }, use) => {
        await using proxy = await TcpProxy.start(tree.server);
        await use(proxy);
      },
    }),
  };
}

function started(running: RunningServer | undefined): RunningServer {
  if (running === undefined) throw new Error('the server of the suite did not start');
  return running;
}
