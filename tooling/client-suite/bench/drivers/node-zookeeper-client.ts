import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drive, loadOf } from './load.ts';

type Callback<Result> = (error: Error | null, result: Result) => void;

/** What is used of the package, which brings no types. */
interface Client {
  once(event: 'connected', listener: () => void): void;
  connect(): void;
  close(): void;
  create(path: string, data: Buffer, mode: number, callback: Callback<string>): void;
  create(path: string, data: Buffer, callback: Callback<string>): void;
  getData(path: string, callback: Callback<Buffer>): void;
  setData(path: string, data: Buffer, callback: Callback<unknown>): void;
}

const { values } = parseArgs({ options: { folder: { type: 'string', default: '.' } }, strict: false });
const zookeeper = createRequire(join(String(values.folder), 'package.json'))('node-zookeeper-client') as {
  createClient(connectString: string): Client;
  readonly CreateMode: { readonly PERSISTENT_SEQUENTIAL: number };
};

const load = loadOf();
const client = zookeeper.createClient(`127.0.0.1:${load.port}`);
await new Promise<void>((resolve) => {
  client.once('connected', resolve);
  client.connect();
});
const data = Buffer.alloc(load.bytes, 1);
const path = await promised<string>((callback) => {
  client.create('/bench-', data, zookeeper.CreateMode.PERSISTENT_SEQUENTIAL, callback);
});
let created = 0;

await drive(
  load,
  {
    get: () => promised<Buffer>((callback) => client.getData(path, callback)),
    set: () => promised<unknown>((callback) => client.setData(path, data, callback)),
    create: () => promised<string>((callback) => client.create(`${path}/${created++}`, data, callback)),
  }[load.operation],
);
client.close();

function promised<Result>(call: (callback: Callback<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    call((error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}
