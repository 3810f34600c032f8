import { connect, type Socket } from 'node:net';
import type { RecordableHistogram } from 'node:perf_hooks';
import { FrameReader } from '@zookit/protocol';
import { connectFrame } from './frames.ts';

/** Where the error is in a reply, behind xid and zxid. */
const ERROR_OFFSET = 12;

const SILENCE_MAX_MS = 30_000;

/** What a {@link LoadClient} does with the server. */
export interface LoadOptions {
  /** How many requests are on the way at once. */
  readonly inFlight: number;
  /** The next request; undefined when there are no more. */
  readonly next: () => Buffer | undefined;
  /** Gets the time from each request to its reply, in µs. */
  readonly latencies?: RecordableHistogram | undefined;
}

/** One session with any ZooKeeper server: keeps a number of requests on the way and counts the replies. */
export class LoadClient {
  replies = 0;
  readonly #socket: Socket;
  readonly #frames = new FrameReader({ lengthMaxBytes: 0x100_0000 });
  #call: { resolve: (error: number) => void; reject: (cause: Error) => void } | undefined;
  #load: LoadOptions | undefined;
  #sentAt = new Float64Array(1);
  #sent = 0;
  #onEnd: (() => void) | undefined;

  private constructor(socket: Socket, silenceMaxMs: number) {
    this.#socket = socket;
    socket.setTimeout(silenceMaxMs, () => socket.destroy());
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    socket.on('error', (error) => {
      this.#fail(error);
    });
    socket.on('close', () => {
      this.#fail(new Error('the server closed the connection'));
    });
  }

  /** Begins a session. Rejects when the server is not there, or not ready. The connection ends after too long a silence. */
  static async open(port: number, silenceMaxMs: number = SILENCE_MAX_MS): Promise<LoadClient> {
    const client = new LoadClient(connect(port, '127.0.0.1'), silenceMaxMs);
    await client.call(connectFrame);
    return client;
  }

  /** Sends one frame and waits for its reply, whose error it resolves to. No load may be running. */
  call(frame: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#call = { resolve, reject };
      this.#socket.write(frame);
    });
  }

  /** Sends requests until there are no more, and resolves when all have their replies. */
  run(load: LoadOptions): Promise<void> {
    this.#load = load;
    this.#sentAt = new Float64Array(load.inFlight);
    this.#sent = 0;
    this.replies = 0;
    return new Promise((resolve) => {
      this.#onEnd = resolve;
      this.#send(load, load.inFlight, performance.now());
      if (this.#sent === 0) resolve();
    });
  }

  close(): void {
    this.#load = undefined;
    this.#call = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    let count = 0;
    let error = 0;
    this.#frames.push(chunk);
    while (this.#frames.next()) {
      count++;
      error ||= errorOf(this.#frames);
    }
    const call = this.#call;
    this.#call = undefined;
    if (call !== undefined) call.resolve(error);
    else if (this.#load !== undefined) this.#take(this.#load, count, error);
  }

  #take(load: LoadOptions, count: number, error: number): void {
    if (error !== 0) throw new Error(`the server refused a request: ${error}`);
    const now = performance.now();
    if (load.latencies !== undefined) this.#measure(load.latencies, count, now);
    this.replies += count;
    this.#send(load, count, now);
    if (this.replies === this.#sent) this.#onEnd?.();
  }

  #measure(latencies: RecordableHistogram, count: number, now: number): void {
    for (let reply = this.replies; reply < this.replies + count; reply++) {
      const sentAt = this.#sentAt[reply % this.#sentAt.length]!;
      latencies.record(Math.max(1, Math.round(1000 * (now - sentAt))));
    }
  }

  #send(load: LoadOptions, count: number, now: number): void {
    this.#socket.cork();
    for (let index = 0; index < count; index++) {
      const frame = load.next();
      if (frame === undefined) break;
      this.#sentAt[this.#sent % this.#sentAt.length] = now;
      this.#sent++;
      this.#socket.write(frame);
    }
    this.#socket.uncork();
  }

  #fail(cause: Error): void {
    const call = this.#call;
    this.#call = undefined;
    if (call !== undefined) call.reject(cause);
    else if (this.#load !== undefined) throw cause;
  }
}

function errorOf({ bytes, start }: FrameReader): number {
  const at = start + ERROR_OFFSET;
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
