import { setTimeout as pause } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getFrame, setFrame } from './frames.ts';
import { LoadClient } from './load-client.ts';

/** What a client saw of a server that did something beside serving. */
export interface LightLoad {
  /** Reads of one znode, one a millisecond. */
  readonly reads: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** How long this process itself stood still at most: it shows in the others. */
  readonly ownStallMs: number;
}

const WRITE_EVERY_MS = 4;

/** Reads a znode each millisecond and writes it four times less often, until `isOver`. */
export async function lightLoad(port: number, path: string, isOver: () => boolean): Promise<LightLoad> {
  const reader = await LoadClient.open(port);
  const writer = await LoadClient.open(port);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const done = { isDone: false };
  const writing = writeUntil(writer, path, done);
  const latencies: number[] = [];
  while (!isOver()) {
    const sentAt = performance.now();
    await reader.call(getFrame(path));
    latencies.push(performance.now() - sentAt);
    await pause(1);
  }
  done.isDone = true;
  await writing;
  loop.disable();
  reader.close();
  writer.close();
  latencies.sort((left, right) => left - right);
  const at = (share: number) => +latencies[Math.floor(share * (latencies.length - 1))]!.toFixed(2);
  return {
    reads: latencies.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
    ownStallMs: +(loop.max / 1e6).toFixed(1),
  };
}

async function writeUntil(client: LoadClient, path: string, done: { readonly isDone: boolean }): Promise<void> {
  const frame = setFrame(path, Buffer.alloc(100, 'w'));
  while (!done.isDone) {
    await client.call(frame);
    await pause(WRITE_EVERY_MS);
  }
}
