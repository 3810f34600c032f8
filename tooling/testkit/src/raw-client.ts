import { decode, encode } from '@zookit/jute';
import {
  connectRequest,
  connectResponse,
  OpCode,
  replyHeader,
  requestHeader,
  watcherEvent,
  writes,
  Xid,
  zooKeeperError,
  type ConnectRequest,
  type ConnectResponse,
  type Operation,
  type ReplyHeader,
  type WatcherEvent,
} from '@zookit/protocol';
import { ConnectionEndedError } from './connection-ended-error.ts';
import { RawSocket, type RawSocketOptions } from './raw-socket.ts';
import { waitFor } from './wait-for.ts';

const HEADER_BYTES = 16;
const DEFAULT_TIMEOUT_MS = 10_000;

/** How to reach a server, and what to say in the handshake. */
export interface RawClientOptions extends RawSocketOptions, Partial<Omit<ConnectRequest, 'readOnly'>> {
  /** Default false. */
  readonly readOnly?: boolean;
  /** Whether to leave the byte for `readOnly` out, as clients of before 3.4 do. */
  readonly isLegacy?: boolean;
}

/** The answer to a request. */
export interface Reply<Response> {
  readonly header: ReplyHeader;
  /** Undefined when the header has an error. */
  readonly response: Response | undefined;
  /** What followed the header. */
  readonly body: Uint8Array;
}

/** Something that a client received after the handshake. */
export type Received =
  | {
      readonly kind: 'reply';
      readonly name: string;
      readonly xid: number;
      readonly zxid: bigint;
      readonly error: number;
    }
  | ({ readonly kind: 'event'; readonly zxid: bigint } & WatcherEvent);

/** A watch event with the zxid in its header. */
export type ReceivedEvent = Extract<Received, { kind: 'event' }>;

interface Sent {
  readonly name: string;
  resolve(header: ReplyHeader, body: Uint8Array): void;
  reject(reason: unknown): void;
}

/**
 * A client without any comfort: it does not ping, does not reconnect and knows no watches. What it receives is kept in
 * one list, replies and events, in the order in which they came.
 */
export class RawClient implements Disposable {
  readonly socket: RawSocket;
  /** What the server answered to the connect request. */
  readonly handshake: ConnectResponse;
  /** Everything that was received, in order. */
  readonly received: Received[] = [];
  readonly #sent = new Map<number, Sent[]>();
  #nextXid = 1;

  private constructor(socket: RawSocket, handshake: ConnectResponse) {
    this.socket = socket;
    this.handshake = handshake;
    socket.onFrame((frame) => {
      this.#receive(frame);
    });
    void socket.ended.then(() => {
      for (const waiting of this.#sent.values())
        for (const sent of waiting) sent.reject(new ConnectionEndedError('the server ended the connection'));
    });
  }

  /** Connects and makes the handshake. Rejects with ConnectionEndedError when the server closes without an answer. */
  static async connect(options: RawClientOptions): Promise<RawClient> {
    const socket = await RawSocket.open(options);
    socket.sendFrame(encode(connectRequest, connectRequestOf(options)));
    const frame = await socket.nextFrame();
    return new RawClient(socket, decode(connectResponse, frame));
  }

  /** The session, 0 when the server did not accept it. */
  get sessionId(): bigint {
    return this.handshake.sessionId;
  }

  /** What to show to take the session up on another connection. */
  get password(): Uint8Array {
    return this.handshake.password;
  }

  /** The watch events among what was received. */
  get events(): ReceivedEvent[] {
    return this.received.filter((one) => one.kind === 'event');
  }

  /** Sends a request. Resolves with its reply, whether that says success or not. */
  request<Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    xid: number = this.#nextXid++,
  ): Promise<Reply<Response>> {
    const body = encode(operation.request, request);
    const replyXid = operation.opCode === OpCode.ping ? Xid.PING : xid;
    return this.#send(operation.name, operation.opCode, body, xid, replyXid, (bytes) =>
      decode(operation.response, bytes),
    );
  }

  /** Sends a request that no codec would write: any op code before any bytes. */
  requestRaw(opCode: number, body: Uint8Array, xid: number = this.#nextXid++): Promise<Reply<undefined>> {
    return this.#send(`op ${String(opCode)}`, opCode, body, xid, xid, () => undefined);
  }

  /** Sends a request and gives its response. Throws the ZooKeeperError that the reply says. */
  async ask<Request, Response>(operation: Operation<Request, Response>, request: Request): Promise<Response> {
    const { header, response } = await this.request(operation, request);
    if (header.error !== 0) throw zooKeeperError(header.error);
    // An error of 0 comes with a response.
    return response as Response;
  }

  /** Sends a request and gives the error in its reply: 0 when it succeeded. */
  async errorOf<Request, Response>(operation: Operation<Request, Response>, request: Request): Promise<number> {
    const { header } = await this.request(operation, request);
    return header.error;
  }

  /** Whatever `send` sends leaves at once, together. */
  batch<T>(send: () => T): T {
    return this.socket.batch(send);
  }

  /** Resolves when at least `count` events have been received, with all of them. */
  async waitForEvents(count: number): Promise<ReceivedEvent[]> {
    await waitFor(`${String(count)} events`, () => this.events.length >= count || this.socket.isEnded);
    return this.events;
  }

  /** Ends the session and waits until the server has closed the connection. */
  async close(): Promise<void> {
    await this.request(writes.closeSession, undefined);
    await this.socket.ended;
    this.socket.destroy();
  }

  /** Tears the connection down: the session goes on until it expires. */
  disconnect(): void {
    this.socket.destroy();
  }

  [Symbol.dispose](): void {
    this.disconnect();
  }

  #send<Response>(
    name: string,
    opCode: number,
    body: Uint8Array,
    xid: number,
    replyXid: number,
    read: (body: Uint8Array) => Response,
  ): Promise<Reply<Response>> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply<Response>>();
    const sent: Sent = {
      name,
      resolve: (header, bytes) => {
        resolve({ header, response: header.error === 0 ? read(bytes) : undefined, body: bytes });
      },
      reject,
    };
    // A test that does not care for a reply must not fail because it never comes.
    promise.catch(() => undefined);
    if (this.socket.isEnded) {
      reject(new ConnectionEndedError('the connection has ended'));
      return promise;
    }
    const waiting = this.#sent.get(replyXid);
    if (waiting === undefined) this.#sent.set(replyXid, [sent]);
    else waiting.push(sent);
    this.socket.sendFrame(Buffer.concat([encode(requestHeader, { xid, opCode }), body]));
    return promise;
  }

  #receive(frame: Uint8Array): void {
    const header = decode(replyHeader, frame);
    const body = frame.subarray(HEADER_BYTES);
    if (header.xid === Xid.NOTIFICATION) {
      this.received.push({ kind: 'event', zxid: header.zxid, ...decode(watcherEvent, body) });
      return;
    }
    const sent = this.#sent.get(header.xid)?.shift();
    this.received.push({ kind: 'reply', name: sent?.name ?? 'unasked', ...header });
    sent?.resolve(header, body);
  }
}

/** The connect request that `options` describe. */
export function connectRequestOf(options: Omit<RawClientOptions, 'port'>): ConnectRequest {
  return {
    protocolVersion: options.protocolVersion ?? 0,
    lastZxidSeen: options.lastZxidSeen ?? 0n,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    sessionId: options.sessionId ?? 0n,
    password: options.password === undefined ? new Uint8Array(16) : options.password,
    readOnly: options.isLegacy === true ? undefined : (options.readOnly ?? false),
  };
}
