import { crc32 } from 'node:zlib';
import { JuteReader, JuteWriter } from '@zookit/jute';
import { OpCode, openAclUnsafe, statPersisted, type TxnHeader } from '@zookit/protocol';
import {
  applyProposal,
  Preparer,
  TreeLoader,
  TreeSerializer,
  writeProposal,
  type DataTree,
  type DataTreeOptions,
} from '../src/index.ts';
import { createOf } from '../test/support/workbench.ts';

// Prints what loading and writing a tree takes: node --expose-gc bench/snapshot.ts [znodes] [bytes of data]

const nodeCount = Number(process.argv[2] ?? 1_000_000);
const dataLength = Number(process.argv[3] ?? 100);
const childrenEach = 1000;
const sliceBytes = 64 * 1024;
const pieceNodes = 10_000;
const replayCount = Math.min(100_000, nodeCount);

const options: DataTreeOptions = {
  accessControl: { allows: () => true, normalize: (acl) => [...(acl ?? [])] },
  crc32,
};
const requester = { sessionId: 1n, identities: [], watcher: undefined };

function pathOf(index: number): string {
  const group = `/group-${String(Math.floor(index / childrenEach))}`;
  return index % childrenEach === 0 ? group : `${group}/node-${String(index).padStart(10, '0')}`;
}

/** The znodes of a snapshot, some thousands at a time: as from a file. */
function* pieces(): Generator<Uint8Array, void, undefined> {
  const writer = new JuteWriter();
  const data = Buffer.alloc(dataLength, 'x');
  for (let index = 0; index < nodeCount; index++) {
    const zxid = BigInt(index + 2);
    const time = 1_700_000_000_000n + BigInt(index);
    writer.string(pathOf(index));
    writer.buffer(data);
    writer.long(1n);
    const [czxid, mzxid, pzxid, ctime, mtime] = [zxid, zxid, zxid, time, time];
    const cversion = index % childrenEach === 0 ? childrenEach - 1 : 0;
    const stat = { czxid, mzxid, pzxid, ctime, mtime, version: 0, cversion, aversion: 0, ephemeralOwner: 0n };
    statPersisted.write(writer, stat);
    if ((index + 1) % pieceNodes !== 0) continue;
    yield writer.copy();
    writer.reset();
  }
  yield writer.copy();
}

function load(): TreeLoader {
  const loader = new TreeLoader(options);
  const reader = new JuteReader();
  loader.addAcl(1n, openAclUnsafe);
  let elapsedMs = 0;
  for (const bytes of pieces()) {
    const start = performance.now();
    reader.reset(bytes);
    while (reader.remaining > 0) {
      loader.addNode(reader.string(), reader.bufferOrNull(), reader.long(), statPersisted.read(reader));
    }
    elapsedMs += performance.now() - start;
  }
  const start = performance.now();
  loader.finishSnapshot({ lastZxid: BigInt(nodeCount + 1), digest: undefined });
  elapsedMs += performance.now() - start;
  const perSecond = Math.round(nodeCount / elapsedMs);
  console.log(
    `loaded ${nodeCount} znodes of ${dataLength} bytes in ${elapsedMs.toFixed(0)} ms: ${perSecond},000 a second`,
  );
  return loader;
}

function collect(): NodeJS.MemoryUsage {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage();
}

/** A write for each slice: creations, deletions and new data all over the tree. */
function changes(tree: DataTree): (slice: number) => void {
  const preparer = new Preparer(tree, tree.lastProcessedZxid);
  const write = (opCode: number, request: unknown): void => {
    applyProposal(tree, preparer.prepare(opCode, request, requester, 1, 1n));
    preparer.applied(preparer.zxid);
  };
  return (slice) => {
    const path = pathOf((slice * 7919) % nodeCount);
    write(OpCode.delete, { path, version: -1 });
    write(OpCode.create, createOf(path));
  };
}

/** Log records of new data for one znode after the other. */
function replay(loader: TreeLoader): void {
  const { tree } = loader;
  const writer = new JuteWriter();
  const payloads: Uint8Array[] = [];
  const headers: TxnHeader[] = [];
  const data = Buffer.alloc(dataLength, 'y');
  for (let index = 1; index <= replayCount; index++) {
    const path = pathOf((index * 7919) % nodeCount);
    const zxid = tree.lastProcessedZxid + BigInt(index);
    const header: TxnHeader = { sessionId: 1n, cxid: 1, zxid, time: 1n, type: OpCode.setData };
    writer.reset();
    writeProposal(writer, { header, txn: { path, data, version: 1 }, digest: undefined, opCode: OpCode.setData });
    headers.push(header);
    payloads.push(writer.copy());
  }
  const start = performance.now();
  for (let index = 0; index < replayCount; index++) loader.replay(headers[index]!, payloads[index]!);
  const elapsedMs = performance.now() - start;
  console.log(`replayed ${replayCount} transactions in ${elapsedMs.toFixed(0)} ms`);
}

function serialize(tree: DataTree, onSlice: (slice: number) => void): void {
  const writer = new JuteWriter(4 * sliceBytes);
  const slicesMs: number[] = [];
  let byteCount = 0;
  const start = performance.now();
  const serializer = new TreeSerializer(tree);
  const beginMs = performance.now() - start;
  for (;;) {
    writer.reset();
    const sliceStart = performance.now();
    if (!serializer.next(writer, sliceBytes)) break;
    slicesMs.push(performance.now() - sliceStart);
    byteCount += writer.length;
    onSlice(slicesMs.length);
  }
  const totalMs = slicesMs.reduce((sum, ms) => sum + ms, beginMs);
  slicesMs.sort((left, right) => left - right);
  const [median, longest] = [slicesMs[slicesMs.length >> 1]!, slicesMs.at(-1)!];
  console.log(
    `wrote ${(byteCount / 1e6).toFixed(0)} MB in ${totalMs.toFixed(0)} ms: begun in ${beginMs.toFixed(2)} ms, ` +
      `${slicesMs.length} slices, median ${median.toFixed(2)} ms, longest ${longest.toFixed(2)} ms`,
  );
}

const before = collect();
const loader = load();
const { tree } = loader;
const raw = process.memoryUsage();
const after = collect();
const perNode = (after.heapUsed - before.heapUsed) / nodeCount;
console.log(
  `${perNode.toFixed(0)} bytes of heap per znode; RSS over an empty tree ${((after.rss - before.rss) / 1e6).toFixed(0)} MB, ` +
    `before collection ${((raw.rss - before.rss) / 1e6).toFixed(0)} MB`,
);
replay(loader);
serialize(tree, () => undefined);
serialize(tree, changes(tree));
