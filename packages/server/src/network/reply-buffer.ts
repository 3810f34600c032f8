import type { Socket } from 'node:net';
import type { Codec, JuteWriter } from '@zookit/jute';
import type { Flushable, OutputFlusher } from './output-flusher.ts';

/** Gathers the frames of one connection during a turn of the event loop, to be sent with one write. */
export class ReplyBuffer {
  readonly #socket: Socket;
  readonly #flusher: OutputFlusher;
  readonly #owner: Flushable;
  #writer: JuteWriter | undefined;

  /** `owner` is asked to flush at the end of each turn in which something was gathered. */
  constructor(socket: Socket, flusher: OutputFlusher, owner: Flushable) {
    this.#socket = socket;
    this.#flusher = flusher;
    this.#owner = owner;
  }

  /** Bytes that were not handed to the socket yet. */
  get gatheredBytes(): number {
    return this.#writer?.length ?? 0;
  }

  /** Bytes that the peer has not taken yet. */
  get pendingBytes(): number {
    return this.#socket.writableLength + this.gatheredBytes;
  }

  /** Adds a frame that is nothing but a record. */
  frame<T>(codec: Codec<T>, record: T): void {
    const writer = this.#open();
    const start = begin(writer);
    codec.write(writer, record);
    end(writer, start);
  }

  /**
   * Adds a reply header, with a record behind it where there is one, and returns the size of the frame in bytes. Adds
   * nothing when the codec throws.
   */
  reply<T>(xid: number, zxid: bigint, error: number, codec: Codec<T> | undefined, response: T): number {
    const writer = this.#open();
    const start = begin(writer);
    try {
      writer.int(xid);
      writer.long(zxid);
      writer.int(error);
      codec?.write(writer, response);
      return end(writer, start);
    } catch (cause) {
      writer.reset(start);
      throw cause;
    }
  }

  /** Hands what was gathered to the socket. The buffer is used again if the system took it all at once. */
  flush(): void {
    const writer = this.#writer;
    if (writer === undefined) return;
    this.#writer = undefined;
    if (writer.length > 0 && this.#socket.writable) this.#socket.write(writer.bytes());
    if (this.#socket.writableLength === 0) this.#flusher.pool.release(writer);
  }

  #open(): JuteWriter {
    if (this.#writer !== undefined) return this.#writer;
    this.#writer = this.#flusher.pool.acquire();
    this.#flusher.add(this.#owner);
    return this.#writer;
  }
}

function begin(writer: JuteWriter): number {
  const start = writer.length;
  writer.int(0);
  return start;
}

function end(writer: JuteWriter, start: number): number {
  const length = writer.length - start - 4;
  writer.intAt(start, length);
  return length;
}
