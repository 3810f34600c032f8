import { parseArgs } from 'node:util';
import { createFrame, setFrame } from './support/frames.ts';
import { LoadClient } from './support/load-client.ts';

/**
 * Fills a ZooKeeper server, any server, with znodes of one size, a thousand below each parent, by many creates at once; or
 * sets the data of as many of them.
 *
 *   node bench/fill.ts --port 2181 --operation create --znodes 1000000 --bytes 100
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2181' },
    operation: { type: 'string', default: 'create' },
    znodes: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '100' },
    connections: { type: 'string', default: '4' },
    'in-flight': { type: 'string', default: '200' },
  },
});

const CHILDREN_EACH = 1000;
const znodes = Number(values.znodes);
const data = Buffer.alloc(Number(values.bytes), 'z');
const groupOf = (index: number) => `/group-${String(Math.floor(index / CHILDREN_EACH))}`;

const childOf = (index: number) => `${groupOf(index)}/node-${String(index).padStart(10, '0')}`;
const frameOf = values.operation === 'set' ? setFrame : createFrame;

async function writeAll(count: number, pathOf: (index: number) => string): Promise<void> {
  let made = 0;
  const next = () => (made < count ? frameOf(pathOf(made++), data) : undefined);
  await Promise.all(clients.map((client) => client.run({ inFlight: Number(values['in-flight']), next })));
}

const start = performance.now();
const clients: LoadClient[] = [];
for (let index = 0; index < Number(values.connections); index++) {
  clients.push(await LoadClient.open(Number(values.port)));
}
const parents = values.operation === 'set' ? 0 : Math.ceil(znodes / (CHILDREN_EACH + 1));
// The parents come first: which of two connections is served first is not known.
await writeAll(parents, (index) => groupOf(index * CHILDREN_EACH));
await writeAll(znodes - parents, childOf);
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ ...values, seconds: +seconds.toFixed(2), perSecond: Math.round(znodes / seconds) }));
for (const client of clients) client.close();
process.exit(0);
