import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type Codec, decode, encode, JuteReader } from '@zookit/jute';
import {
  connectRequest,
  type ConnectRequest,
  connectResponse,
  type ConnectResponse,
  FrameReader,
  replyHeader,
  requestHeader,
  type RequestHeader,
} from '@zookit/protocol';
import { frameOf, waitFor } from '@zookit/testkit';
import type { Endpoint } from '../src/transport/transport.ts';

/** What a server grants unless a test says otherwise. */
export const granted: ConnectResponse = {
  protocolVersion: 0,
  timeoutMs: 9000,
  sessionId: 7n,
  password: Buffer.alloc(16, 1),
  readOnly: false,
};

/** A request as a test sees it. */
export interface SeenRequest {
  readonly header: RequestHeader;
  readonly body: Uint8Array;
}

/** One connection of a {@link ScriptedServer}: a test reads and answers frame by frame. */
export class ScriptedPeer {
  readonly #socket: Socket;
  readonly #frames: Uint8Array[] = [];
  /** How many chunks came: each is at least one write of the client. */
  chunkCount = 0;
  /** The four-letter word that came instead of a handshake. */
  word: string | undefined;
  isEnded = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new FrameReader({ lengthMaxBytes: 0xf_ffff });
    socket.on('data', (chunk: Buffer) => {
      this.chunkCount++;
      if (this.chunkCount === 1 && /^[a-z]{4}$/.test(chunk.toString())) {
        this.word = chunk.toString();
        return;
      }
      reader.push(chunk);
      while (reader.next()) this.#frames.push(reader.bytes.slice(reader.start, reader.end));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isEnded = true));
  }

  async handshake(): Promise<ConnectRequest> {
    return decode(connectRequest, await this.#next('a handshake'));
  }

  /** Grants a session, and gives what the client had asked for. */
  async accept(response: Partial<ConnectResponse> = {}): Promise<ConnectRequest> {
    const request = await this.handshake();
    this.write(frameOf(encode(connectResponse, { ...granted, ...response })));
    return request;
  }

  async request(): Promise<SeenRequest> {
    const frame = await this.#next('a request');
    const reader = new JuteReader(frame);
    return { header: requestHeader.read(reader), body: reader.rest() };
  }

  reply(xid: number, zxid: bigint, error = 0, body: Uint8Array = Buffer.alloc(0)): void {
    this.write(frameOf(Buffer.concat([encode(replyHeader, { xid, zxid, error }), body])));
  }

  replyWith<T>(xid: number, zxid: bigint, codec: Codec<T>, value: T): void {
    this.reply(xid, zxid, 0, encode(codec, value));
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  end(): void {
    this.#socket.end();
  }

  async #next(what: string): Promise<Uint8Array> {
    await waitFor(what, () => this.#frames.length > 0);
    return this.#frames.shift()!;
  }
}

/** A TCP server whose every answer a test writes. */
export class ScriptedServer implements Disposable {
  readonly #server: Server;
  readonly #peers: ScriptedPeer[] = [];
  readonly #all: ScriptedPeer[] = [];

  private constructor(server: Server, connectionEvent: 'connection' | 'secureConnection') {
    this.#server = server;
    server.on(connectionEvent, (socket: Socket) => {
      const peer = new ScriptedPeer(socket);
      this.#peers.push(peer);
      this.#all.push(peer);
    });
  }

  /** Begins to listen, by TLS if it is told how. */
  static async start(tls?: TlsOptions): Promise<ScriptedServer> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedServer(server, tls === undefined ? 'connection' : 'secureConnection');
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  /** How many connections a test has not looked at yet. */
  get waitingCount(): number {
    return this.#peers.length;
  }

  /** The next connection that a client makes. */
  async peer(): Promise<ScriptedPeer> {
    await waitFor('a connection', () => this.#peers.length > 0);
    return this.#peers.shift()!;
  }

  [Symbol.dispose](): void {
    for (const peer of this.#all) peer.destroy();
    this.#server.close();
  }
}
