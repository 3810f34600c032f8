import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameReader } from '@zookit/protocol';
import { ConnectionEndedError } from './connection-ended-error.ts';
import type { Target } from './exchange.ts';

const FRAME_MAX_BYTES = 0x7fff_ffff;

/** How to reach a server by TCP. */
export interface RawSocketOptions extends Target {
  /** The address to connect from: on Linux any of 127.0.0.0/8. */
  readonly localAddress?: string;
}

interface Waiting {
  resolve(frame: Uint8Array): void;
  reject(reason: unknown): void;
}

/** A TCP connection that sends whatever bytes a test likes and receives frames. */
export class RawSocket implements Disposable {
  readonly #socket: Socket;
  readonly #reader = new FrameReader({ lengthMaxBytes: FRAME_MAX_BYTES });
  readonly #frames: Uint8Array[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #ended = Promise.withResolvers<undefined>();
  #isEnded = false;
  #onFrame: ((frame: Uint8Array) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    socket.on('end', () => {
      this.#end();
    });
    // A reset is an end like another: the system sends it when the server closed with bytes of ours unread.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#end();
    });
  }

  /** Connects. Rejects when nobody listens. */
  static async open(options: RawSocketOptions): Promise<RawSocket> {
    const { port, host = '127.0.0.1', localAddress } = options;
    const from = localAddress !== undefined && { localAddress };
    const socket = connect({ host, port, noDelay: true, allowHalfOpen: true, ...from });
    await once(socket, 'connect');
    return new RawSocket(socket);
  }

  /** Resolves when the server has ended the connection, or it was torn down. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Whether the server has ended the connection. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Frames that were received and not asked for yet. */
  get unreadFrames(): number {
    return this.#frames.length;
  }

  /** Bytes that were written and that the system has not taken, because the server does not read. */
  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Sends a payload behind its length. */
  sendFrame(payload: Uint8Array): void {
    this.#socket.write(frameOf(payload));
  }

  /** Whatever `send` writes leaves at once, together. */
  batch<T>(send: () => T): T {
    this.#socket.cork();
    try {
      return send();
    } finally {
      this.#socket.uncork();
    }
  }

  /** The next frame that is received, in order. Rejects when the connection ends first. */
  nextFrame(): Promise<Uint8Array> {
    const frame = this.#frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    if (this.#isEnded) return Promise.reject(ended());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Hands every frame to `take` from here on, as it comes, instead of keeping it. */
  onFrame(take: (frame: Uint8Array) => void): void {
    this.#onFrame = take;
    for (const frame of this.#frames.splice(0)) take(frame);
  }

  /** Reads no more, so that the server's output backs up. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  /** Says that nothing more will be sent, and goes on reading. */
  endWriting(): void {
    this.#socket.end();
  }

  /** Tears the connection down. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Tears the connection down with a reset. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  #receive(chunk: Uint8Array): void {
    this.#reader.push(chunk);
    while (this.#reader.next()) {
      const { bytes, start, end } = this.#reader;
      this.#take(bytes.slice(start, end));
    }
  }

  #take(frame: Uint8Array): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.resolve(frame);
    else if (this.#onFrame !== undefined) this.#onFrame(frame);
    else this.#frames.push(frame);
  }

  #end(): void {
    this.#isEnded = true;
    this.#ended.resolve(undefined);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(ended());
  }
}

/** `payload` behind its length. */
export function frameOf(payload: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(4 + payload.length);
  frame.writeInt32BE(payload.length);
  frame.set(payload, 4);
  return frame;
}

function ended(): ConnectionEndedError {
  return new ConnectionEndedError('the server ended the connection');
}
