/**
 * A server in a process of its own. It prints its port and then, for each line that it reads, how much memory it holds:
 * that of the process, and of that what is in use in the heap. Run with `--expose-gc`.
 */
import { createInterface } from 'node:readline';
import { ZooKeeperServer } from '../../src/index.ts';

const server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0, connectionsPerAddressMax: 0 });
console.log(`port ${String(server.port)}`);

for await (const label of createInterface({ input: process.stdin })) {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(`${label}: ${String(rss)} bytes, ${String(heapUsed)} in the heap`);
}
