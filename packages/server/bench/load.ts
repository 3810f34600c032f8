import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { encode, JuteWriter } from '@zookit/jute';
import {
  connectRequest,
  createRequest,
  FrameReader,
  getDataRequest,
  OpCode,
  openAclUnsafe,
  requestHeader,
  setDataRequest,
} from '@zookit/protocol';

/**
 * Drives a ZooKeeper server, any server, with reads or writes of one size and prints the operations per second.
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

const port = Number(values.port);
const inFlight = Number(values['in-flight']);
const data = Buffer.alloc(Number(values.bytes), 'z');

/** One client: keeps `inFlight` requests on the way and counts the replies. */
class LoadClient {
  replies = 0;
  readonly #socket: Socket;
  readonly #frames = new FrameReader({ lengthMaxBytes: 0x100_0000 });
  readonly #request: Buffer;
  #onReply: (() => void) | undefined;

  constructor(socket: Socket, request: Buffer) {
    this.#socket = socket;
    this.#request = request;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(chunk);
      let count = 0;
      while (this.#frames.next()) count++;
      this.#take(count);
    });
    socket.on('error', (error) => {
      throw error;
    });
  }

  /** Sends one frame and waits for the next reply. */
  async call(frame: Buffer): Promise<void> {
    this.#socket.write(frame);
    await new Promise<void>((resolve) => {
      this.#onReply = resolve;
    });
  }

  run(): void {
    this.#socket.write(Buffer.concat(Array.from({ length: inFlight }, () => this.#request)));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(count: number): void {
    if (this.#onReply !== undefined) {
      const onReply = this.#onReply;
      this.#onReply = undefined;
      onReply();
      return;
    }
    this.replies += count;
    this.#socket.cork();
    for (let index = 0; index < count; index++) this.#socket.write(this.#request);
    this.#socket.uncork();
  }
}

function frame(...parts: Uint8Array[]): Buffer {
  const writer = new JuteWriter();
  writer.int(parts.reduce((total, part) => total + part.length, 0));
  for (const part of parts) writer.raw(part);
  return writer.copy();
}

function request(opCode: number, body: Uint8Array): Buffer {
  return frame(encode(requestHeader, { xid: 1, opCode }), body);
}

const path = '/bench';
const getFrame = request(OpCode.getData, encode(getDataRequest, { path, watch: false }));
const setFrame = request(OpCode.setData, encode(setDataRequest, { path, data, version: -1 }));
const createFrame = request(OpCode.create, encode(createRequest, { path, data, acl: [...openAclUnsafe], flags: 0 }));
const connectFrame = frame(
  encode(connectRequest, {
    protocolVersion: 0,
    lastZxidSeen: 0n,
    timeoutMs: 30_000,
    sessionId: 0n,
    password: new Uint8Array(16),
    readOnly: false,
  }),
);

const clients: LoadClient[] = [];
for (let index = 0; index < Number(values.connections); index++) {
  const client = new LoadClient(connect(port, '127.0.0.1'), values.operation === 'set' ? setFrame : getFrame);
  await client.call(connectFrame);
  clients.push(client);
}
await clients[0]?.call(createFrame);
await clients[0]?.call(setFrame);

for (const client of clients) client.run();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const total = () => clients.reduce((sum, client) => sum + client.replies, 0);
await pause(1000);
const [before, start, cpuBefore] = [total(), performance.now(), process.cpuUsage()];
await pause(1000 * Number(values.seconds));
const elapsed = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const perSecond = (total() - before) / elapsed;
console.log(
  JSON.stringify({
    ...values,
    perSecond: Math.round(perSecond),
    loaderCpu: +((cpu.user + cpu.system) / 1e6 / elapsed).toFixed(2),
  }),
);
for (const client of clients) client.close();
process.exit(0);
