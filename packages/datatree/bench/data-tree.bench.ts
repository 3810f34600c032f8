import { JuteWriter } from '@zookit/jute';
import { OpCode, openAclUnsafe } from '@zookit/protocol';
import { test } from 'vitest';
import {
  applyProposal,
  DataTree,
  Preparer,
  readOf,
  readProposal,
  writeProposal,
  type AccessControl,
  type Requester,
  type Watcher,
} from '../src/index.ts';

/** Enough per sample to be seen by the clock: 1 µs in the table is 1 ns for one. */
const ROUNDS = 1000;

const everybody: AccessControl = { allows: () => true, normalize: (acl) => [...(acl ?? [])] };
const requester: Requester = { sessionId: 1n, identities: [], watcher: undefined };
const data = Buffer.alloc(100, 'x');

class Server {
  readonly tree: DataTree = new DataTree({ accessControl: everybody });
  readonly #preparer = new Preparer(this.tree, 0n);
  readonly #writer = new JuteWriter();

  write(opCode: number, request: unknown): void {
    const proposal = this.#preparer.prepare(opCode, request, requester, 1, 1n);
    applyProposal(this.tree, proposal);
    this.#preparer.applied(proposal.header.zxid);
  }

  create(path: string, flags = 0): void {
    this.write(OpCode.create, { path, data, acl: openAclUnsafe, flags });
  }

  /** As a follower does: from the bytes that the leader sent. */
  writeByLog(opCode: number, request: unknown): void {
    const proposal = this.#preparer.prepare(opCode, request, requester, 1, 1n);
    this.#writer.reset();
    writeProposal(this.#writer, proposal);
    applyProposal(this.tree, readProposal(this.#writer.bytes()));
    this.#preparer.applied(proposal.header.zxid);
  }
}

function server(): Server {
  const made = new Server();
  made.create('/app');
  made.create('/app/config');
  return made;
}

function repeat(action: (round: number) => void): () => void {
  return () => {
    for (let round = 0; round < ROUNDS; round++) action(round);
  };
}

test(`writes, ${String(ROUNDS)} times`, async ({ bench }) => {
  const made = server();
  const set = { path: '/app/config', data, version: -1 };
  const large = { path: '/app/config', data: Buffer.alloc(10_000), version: -1 };
  const operations = [
    { opCode: OpCode.check, request: { path: '/app', version: 0 } },
    { opCode: OpCode.setData, request: set },
  ];
  await bench.compare(
    bench(
      'setData of 100 bytes',
      repeat(() => made.write(OpCode.setData, set)),
    ),
    bench(
      'setData of 100 bytes, by bytes of a log',
      repeat(() => made.writeByLog(OpCode.setData, set)),
    ),
    bench(
      'setData of 10,000 bytes',
      repeat(() => made.write(OpCode.setData, large)),
    ),
    bench(
      'multi of check and setData',
      repeat(() => made.write(OpCode.multi, { operations })),
    ),
    bench(
      'create and delete',
      repeat(() => {
        made.create('/app/node');
        made.write(OpCode.delete, { path: '/app/node', version: -1 });
      }),
    ),
  );
});

test(`reads, ${String(ROUNDS)} times`, async ({ bench }) => {
  const { tree } = server();
  const request = { path: '/app/config', watch: false };
  const [getData, exists, getChildren] = [readOf(OpCode.getData), readOf(OpCode.exists), readOf(OpCode.getChildren)];
  await bench.compare(
    bench(
      'getData of 100 bytes',
      repeat(() => getData(tree, request, requester)),
    ),
    bench(
      'exists',
      repeat(() => exists(tree, request, requester)),
    ),
    bench(
      'getChildren',
      repeat(() => getChildren(tree, request, requester)),
    ),
  );
});

test(`watches, ${String(ROUNDS)} times`, async ({ bench }) => {
  const made = server();
  const watcher: Watcher = { sessionId: 1n, identities: [], notify: () => undefined };
  const set = { path: '/app/config', data, version: -1 };
  const recursive = new Server();
  recursive.create('/app');
  recursive.create('/app/config');
  recursive.tree.watches.addPersistentRecursive('/app', watcher);
  await bench.compare(
    bench(
      'a watch set and fired by a setData',
      repeat(() => {
        made.tree.watches.addData('/app/config', watcher);
        made.write(OpCode.setData, set);
      }),
    ),
    bench(
      'a recursive watch fired by a setData',
      repeat(() => recursive.write(OpCode.setData, set)),
    ),
  );
});
