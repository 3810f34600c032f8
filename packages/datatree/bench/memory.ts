import { createOf } from '../test/support/workbench.ts';
import { applyProposal, DataTree, Preparer, type AccessControl } from '../src/index.ts';
import { writes } from '@zookit/protocol';

// Prints what a znode costs: node --expose-gc bench/memory.ts [znodes] [bytes of data]

const count = Number(process.argv[2] ?? 100_000);
const dataLength = Number(process.argv[3] ?? 100);
const childrenEach = 1000;

const everybody: AccessControl = { allows: () => true, normalize: (acl) => [...(acl ?? [])] };
const requester = { sessionId: 1n, identities: [], watcher: undefined };

function collect(): NodeJS.MemoryUsage {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage();
}

function fill(): DataTree {
  const tree = new DataTree({ accessControl: everybody });
  const preparer = new Preparer(tree, 0n);
  const data = Buffer.alloc(dataLength, 'x');
  const create = (path: string): void => {
    const time = BigInt(Date.now());
    // As from a connection: the path is a string of its own.
    const request = createOf(Buffer.from(path).toString(), { data });
    applyProposal(tree, preparer.prepare(writes.create.opCode, request, requester, 1, time));
    preparer.applied(preparer.zxid);
  };
  for (let index = 0; index < count; index++) {
    const parent = `/group-${String(Math.floor(index / childrenEach))}`;
    if (index % childrenEach === 0) create(parent);
    create(`${parent}/node-${String(index).padStart(10, '0')}`);
  }
  return tree;
}

const before = collect();
const start = performance.now();
const tree = fill();
const elapsedMs = performance.now() - start;
const raw = process.memoryUsage();
const after = collect();
const perNode = (key: keyof NodeJS.MemoryUsage): string => ((after[key] - before[key]) / tree.nodeCount).toFixed(0);

console.log(`${tree.nodeCount} znodes of ${dataLength} bytes, created in ${elapsedMs.toFixed(0)} ms`);
console.log(
  `per znode: ${perNode('heapUsed')} bytes of heap, ${perNode('external')} external, ${perNode('rss')} of RSS`,
);
console.log(
  `RSS over an empty tree: ${((after.rss - before.rss) / 1e6).toFixed(1)} MB, before collection ${((raw.rss - before.rss) / 1e6).toFixed(1)} MB`,
);
