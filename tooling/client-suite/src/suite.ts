import type { ZooKeeper } from '@zookit/client';
import { afterAll, beforeAll, test, type TestAPI } from 'vitest';
import type { RunningServer, ServerUnderTest, Settings } from './server-under-test.ts';
import { EmptyTree, type Tree } from './tree.ts';

/** What a test of the suite can ask for by its name. */
export interface Fixtures {
  /** An empty tree on the server that all tests of the suite share. A test that stops a server starts its own. */
  readonly tree: Tree;
  /** A client of the tree. */
  readonly client: ZooKeeper;
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
    }),
  };
}

function started(running: RunningServer | undefined): RunningServer {
  if (running === undefined) throw new Error('the server of the suite did not start');
  return running;
}
