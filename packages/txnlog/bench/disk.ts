import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { encode, JuteWriter } from '@zookit/jute';
import { acl, OpCode, openAclUnsafe, setDataTxn, statPersisted, txnHeader } from '@zookit/protocol';
import { DataDirectory, type Compression, type RecoveryTarget } from '../src/index.ts';

// Prints how fast a disk takes transactions and snapshots, and gives them back:
// node bench/disk.ts [folder] [znodes]

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'zookit-bench-'));
const znodeCount = Number(process.argv[3] ?? 1_000_000);
const data = Buffer.alloc(100, 'x');
const body = encode(setDataTxn, { path: '/app/setting-000001', data, version: 1 });

function payloadOf(zxid: bigint): Uint8Array {
  const writer = new JuteWriter();
  txnHeader.write(writer, { sessionId: 7n, cxid: 1, zxid, time: 1_700_000_000_000n, type: OpCode.setData });
  writer.raw(body);
  return writer.copy();
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(48)}${value}`);
}

/** Does something, and says how long it took and how long the event loop stood still at most. */
async function timed(what: string, count: number, task: () => Promise<unknown>): Promise<void> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const start = performance.now();
  await task();
  const seconds = (performance.now() - start) / 1000;
  loop.disable();
  const perSecond = Math.round(count / seconds).toLocaleString('en');
  say(what, `${seconds.toFixed(2)} s, ${perSecond}/s, longest stall ${(loop.max / 1e6).toFixed(0)} ms`);
}

function createTarget(): RecoveryTarget & { count: number } {
  return {
    count: 0,
    addSession() {},
    addAcl() {},
    addNode() {
      this.count++;
    },
    finishSnapshot() {},
    startEmpty() {},
    replay() {
      this.count++;
    },
  };
}

async function appendBatches(directory: DataDirectory, batch: number, firstZxid: bigint): Promise<bigint> {
  const log = await directory.openLog(firstZxid - 1n, { preallocateBytes: 64 << 20, forceSync: true });
  const payloads = Array.from({ length: batch }, (_, index) => payloadOf(firstZxid + BigInt(index)));
  const latencies: number[] = [];
  let zxid = firstZxid;
  const start = performance.now();
  while (performance.now() - start < 2000) {
    const begin = performance.now();
    for (const payload of payloads) log.append(zxid++, payload);
    await log.sync();
    latencies.push(performance.now() - begin);
  }
  const perSecond = Math.round((1000 * batch * latencies.length) / (performance.now() - start));
  await log.close();
  latencies.sort((left, right) => left - right);
  const [median, p99] = [0.5, 0.99].map((share) => latencies[Math.floor(share * latencies.length)]!.toFixed(2));
  say(`append, ${batch} with one sync`, `${perSecond.toLocaleString('en')}/s, median ${median} ms, p99 ${p99} ms`);
  return zxid;
}

async function fillLog(directory: DataDirectory, firstZxid: bigint, count: number): Promise<bigint> {
  const log = await directory.openLog(firstZxid - 1n, { preallocateBytes: 64 << 20, forceSync: true });
  let zxid = firstZxid;
  for (; zxid < firstZxid + BigInt(count); zxid++) {
    log.append(zxid, payloadOf(zxid));
    if (zxid % 1000n === 0n) await log.sync();
  }
  await log.close();
  return zxid;
}

async function writeSnapshot(directory: DataDirectory, zxid: bigint, compression: Compression): Promise<void> {
  const snapshot = await directory.createSnapshot(zxid, compression);
  const writer = new JuteWriter();
  const stat = { czxid: 1n, mzxid: 1n, ctime: 1n, mtime: 1n, version: 0, cversion: 0, aversion: 0, ephemeralOwner: 0n };
  writer.int(0);
  writer.int(1);
  writer.long(1n);
  writer.vector(acl, openAclUnsafe);
  for (let index = -1; index < znodeCount; index++) {
    writer.string(index < 0 ? '' : `/app-${index}`);
    writer.buffer(data);
    writer.long(1n);
    statPersisted.write(writer, { ...stat, pzxid: 1n });
    if (writer.length < 0x1_0000) continue;
    await snapshot.write(writer.bytes());
    writer.reset();
  }
  await snapshot.write(writer.bytes());
  await snapshot.finish({ digest: undefined, lastZxid: zxid });
}

try {
  const directory = await DataDirectory.open({ dataDir: folder });
  await writeSnapshot(directory, 0n, 'none');
  let zxid = 1n;
  for (const batch of [1, 16, 128, 1024]) {
    zxid = await appendBatches(directory, batch, zxid);
  }
  const replayed = 1_000_000;
  zxid = await fillLog(directory, zxid, replayed);
  for (const compression of ['none', 'snappy', 'gz'] as const) {
    await timed(`write a snapshot (${compression})`, znodeCount, () =>
      writeSnapshot(directory, zxid - 1n, compression),
    );
    await timed(`read a snapshot (${compression})`, znodeCount, () => directory.recover({ createTarget }));
    await directory.writeFile('keep', '');
    const newest = await directory.newestSnapshot();
    if (newest !== undefined) rmSync(newest.path);
  }
  await writeSnapshot(directory, zxid - 1n - BigInt(replayed), 'none');
  await timed('read that snapshot and replay 1,000,000', replayed, () => directory.recover({ createTarget }));
  await directory.close();
} finally {
  rmSync(folder, { recursive: true });
}
