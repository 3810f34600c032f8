import { createHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createFrame, getFrame, setFrame } from './support/frames.ts';
import { LoadClient } from './support/load-client.ts';

/**
 * Drives a ZooKeeper server, any server, with reads or writes of one size and prints the operations per second and how
 * long they took.
 *
 *   node bench/load.ts --port 2181 --operation get --connections 16 --in-flight 1 --seconds 5 --bytes 1024
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2181' },
    operation: { type: 'string', default: 'get' },
    connections: { type: 'string', default: '16' },
    'in-flight': { type: 'string', default: '1' },
    seconds: { type: 'string', default: '5' },
    bytes: { type: 'string', default: '1024' },
  },
});

const path = '/bench';
const write = setFrame(path, Buffer.alloc(Number(values.bytes), 'z'));
const frame = values.operation === 'set' ? write : getFrame(path);
const latencies = createHistogram();
const clients: LoadClient[] = [];
for (let index = 0; index < Number(values.connections); index++) {
  clients.push(await LoadClient.open(Number(values.port)));
}
await clients[0]?.call(createFrame(path, Buffer.alloc(0)));
await clients[0]?.call(write);

for (const client of clients) void client.run({ inFlight: Number(values['in-flight']), next: () => frame, latencies });
const total = () => clients.reduce((sum, client) => sum + client.replies, 0);
await pause(1000);
latencies.reset();
const [before, start, cpuBefore] = [total(), performance.now(), process.cpuUsage()];
await pause(1000 * Number(values.seconds));
const elapsed = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const inMs = (microseconds: number) => +(microseconds / 1000).toFixed(3);
console.log(
  JSON.stringify({
    ...values,
    perSecond: Math.round((total() - before) / elapsed),
    p50Ms: inMs(latencies.percentile(50)),
    p99Ms: inMs(latencies.percentile(99)),
    maxMs: inMs(latencies.max),
    loaderCpu: +((cpu.user + cpu.system) / 1e6 / elapsed).toFixed(2),
  }),
);
for (const client of clients) client.close();
process.exit(0);
