import { connect } from '@zookit/client';
import { drive, loadOf } from './load.ts';

const load = loadOf();
await using client = await connect({ connect: `127.0.0.1:${load.port}` });
const data = new Uint8Array(load.bytes).fill(1);
const { path } = await client.create('/bench-', data, { sequential: true });
let created = 0;

await drive(
  load,
  {
    get: () => client.get(path),
    set: () => client.set(path, data),
    create: () => client.create(`${path}/${created++}`, data),
  }[load.operation],
);
