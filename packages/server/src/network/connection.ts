import type { Socket } from 'node:net';
import { JuteError, JuteReader, type Codec } from '@zookit/jute';
import type { Watcher } from '@zookit/datatree';
import {
  connectRequest,
  connectResponse,
  formatHex,
  FrameError,
  FrameReader,
  KeeperState,
  watcherEvent,
  Xid,
  type ConnectRequest,
  type ConnectResponse,
  type EventType,
  type Id,
} from '@zookit/protocol';
import { formatAddress } from '../auth/ip-address.ts';
import { operationTag } from '../requests/operation-tags.ts';
import { RequestQueue } from '../requests/request-queue.ts';
import { RequestStats } from '../server-stats.ts';
import type { ConnectionView } from '../server-view.ts';
import type { Session } from '../sessions/session.ts';
import type { ConnectionContext } from './connection-context.ts';
import { ReplyBuffer } from './reply-buffer.ts';

/** A connect request takes 45 bytes. More than this is something else, and nobody has proved to be a client yet. */
const HANDSHAKE_MAX_BYTES = 1024;

/** Beyond this the server does what it has to send before it gathers more. */
const GATHERED_MAX_BYTES = 256 * 1024;

/** A client that leaves this much unread gets no further requests served until it has read it. */
const UNREAD_PAUSE_BYTES = 1024 * 1024;

/** A client that leaves this much unread is cut off: watch events cannot be held back. */
const UNREAD_MAX_BYTES = 32 * 1024 * 1024;

/** How long a client may take to read the last that it is sent, in ms; then it is cut off. */
const LAST_WORDS_MAX_MS = 3000;

/** Why a connection is not read for the time being: bits, since several reasons may hold at once. */
export const Hold = {
  /** Its session is being made. */
  CONNECTING: 1,
  /** The server has too many requests in process. */
  OUTSTANDING: 2,
  /** It doesn't read what it is sent. */
  UNREAD: 4,
  /** The server stops. */
  STOPPING: 8,
} as const;

/** One of the bits of {@link Hold}. */
export type Hold = (typeof Hold)[keyof typeof Hold];

type State = 'handshake' | 'word' | 'open' | 'closed';

/** A client's connection: splits what comes in into requests, gathers what goes out, and is what watches belong to. */
export class Connection implements Watcher, ConnectionView {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly establishedAt: number;
  /** When the connection was accepted, in ms on the server's clock. */
  readonly acceptedAt: number;
  readonly stats: RequestStats = new RequestStats();
  /** Requests that were taken in and wait. */
  readonly queue: RequestQueue = new RequestQueue();
  /** Who the client has shown to be. Replaced, never changed in place: waiting requests keep the array they came with. */
  identities: readonly Id[];
  /** The session that this connection serves, once there is one. */
  session: Session | undefined;
  /** When the chunk came in that is being read, in ms on the server's clock. */
  receivedAt = 0;
  lastCxid = -1;
  lastZxid = -1n;
  lastResponseTime = 0;
  lastLatencyMs = 0;
  #lastOpCode = 0;

  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #frames = new FrameReader({ lengthMaxBytes: HANDSHAKE_MAX_BYTES });
  readonly #output: ReplyBuffer;
  #holds = 0;
  #state: State = 'handshake';
  /** Whether the client knows of read-only mode: then its handshake has one byte more. */
  #knowsReadOnly = true;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    this.remoteAddress = formatAddress(socket.remoteAddress ?? '');
    this.remotePort = socket.remotePort ?? 0;
    this.establishedAt = context.clock.wallTime();
    this.acceptedAt = context.clock.now();
    this.identities = [{ scheme: 'ip', id: this.remoteAddress }];
    this.#output = new ReplyBuffer(socket, context.flusher, this);
    this.#listen();
  }

  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  get isReading(): boolean {
    return (this.#state === 'open' || this.#state === 'handshake') && this.#holds === 0;
  }

  /** Whether the client has so much to read that it is served nothing more. */
  get isChoked(): boolean {
    return (this.#holds & Hold.UNREAD) !== 0;
  }

  get isWriting(): boolean {
    return this.#output.pendingBytes > 0;
  }

  get outstanding(): number {
    return this.queue.length;
  }

  get sessionId(): bigint {
    return this.session?.id ?? 0n;
  }

  get timeoutMs(): number {
    return this.session?.timeoutMs ?? 0;
  }

  get lastOperation(): string {
    return operationTag(this.#lastOpCode);
  }

  /** Itself: a read registers its watch for the connection it came on. */
  get watcher(): Watcher {
    return this;
  }

  /** Answers the connect request. `response.readOnly` is sent to clients that know of it. */
  accept(response: ConnectResponse): void {
    this.#output.frame(connectResponse, this.#knowsReadOnly ? response : { ...response, readOnly: undefined });
    this.#countSent();
  }

  /** Answers a request. */
  reply<T>(xid: number, zxid: bigint, error: number, codec?: Codec<T>, response?: T): void {
    if (!this.isOpen) return;
    const size = this.#output.reply(xid, zxid, error, codec, response);
    this.lastZxid = zxid;
    this.#context.responseSizes.record(size);
    this.#countSent();
    this.#send();
  }

  /** Notes which request was answered, and that it took `latencyMs`. */
  noteAnswer(opCode: number, xid: number, latencyMs: number, now: number): void {
    this.#lastOpCode = opCode;
    if (xid >= 0) this.lastCxid = xid;
    this.lastLatencyMs = latencyMs;
    this.lastResponseTime = now;
    this.stats.measure(latencyMs);
  }

  /** A watch of this connection fired. */
  notify(type: EventType, path: string, zxid: bigint): void {
    if (!this.isOpen) return;
    this.#output.reply(Xid.NOTIFICATION, zxid, 0, watcherEvent, { type, state: KeeperState.SyncConnected, path });
    this.#countSent();
    this.#send();
    if (this.#output.pendingBytes > UNREAD_MAX_BYTES) this.#cutOff();
  }

  /** Stops reading until the reason is released. */
  hold(reason: Hold): void {
    this.#holds |= reason;
    this.#socket.pause();
  }

  /** The reason no longer holds; reads on if there is no other. */
  release(reason: Hold): void {
    if ((this.#holds & reason) === 0) return;
    this.#holds &= ~reason;
    this.#process();
  }

  /** Sends what was gathered. */
  flush(): void {
    this.#output.flush();
    if (this.#socket.writableLength > UNREAD_PAUSE_BYTES) this.hold(Hold.UNREAD);
  }

  /** Sends what was gathered, then closes. */
  end(): void {
    if (!this.isOpen) return;
    this.flush();
    this.#finish();
    this.#closeSoon();
  }

  /** Closes without another word. */
  close(): void {
    if (!this.isOpen) return;
    this.#finish();
    this.#socket.destroy();
  }

  /** Sends what was gathered if it is much already. */
  #send(): void {
    if (this.#output.gatheredBytes > GATHERED_MAX_BYTES) this.flush();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.isOpen) return;
      this.receivedAt = this.#context.clock.now();
      this.#process(chunk);
    });
    socket.on('drain', () => {
      this.#drained();
    });
    socket.on('end', () => {
      this.end();
    });
    socket.on('error', (error) => {
      this.#context.logger.debug('connection failed', { ...this.#where(), error: error.message });
    });
    socket.on('close', () => {
      this.#finish();
      this.#context.onDisconnected(this);
    });
  }

  /** The client has read everything: what had to wait goes on, the oldest first. */
  #drained(): void {
    this.#holds &= ~Hold.UNREAD;
    this.#context.onDrained(this);
    this.#process();
  }

  /** Takes in the frames that have arrived, of `chunk` and of what was left before, until the connection is held. */
  #process(chunk?: Buffer): void {
    try {
      if (chunk !== undefined) this.#frames.push(chunk);
      while (this.isReading && this.#frames.next()) this.#take();
    } catch (error) {
      this.#refuse(error);
    }
    if (this.isReading && this.#socket.isPaused()) this.#socket.resume();
  }

  #take(): void {
    const reader = this.#context.reader;
    reader.reset(this.#frames.bytes, this.#frames.start, this.#frames.end);
    this.#countReceived();
    if (this.#state === 'handshake') this.#takeConnect(reader);
    else this.#context.onRequest(this, reader);
  }

  #takeConnect(reader: JuteReader): void {
    const request: ConnectRequest = connectRequest.read(reader);
    this.#knowsReadOnly = request.readOnly !== undefined;
    this.#state = 'open';
    this.#frames.lengthMaxBytes = this.#context.config.frameMaxBytes;
    this.#context.onConnect(this, request);
  }

  /** Four letters in place of a length are a question of an operator; anything else ends the connection. */
  #refuse(error: unknown): void {
    if (this.#state === 'handshake' && error instanceof FrameError && this.#answerWord(error.length)) return;
    const isPeersFault = error instanceof FrameError || error instanceof JuteError;
    if (isPeersFault)
      this.#context.logger.warn('connection closed: bad input', { ...this.#where(), reason: error.message });
    else this.#context.logger.error('connection closed: internal error', { ...this.#where(), error });
    this.close();
  }

  /** Answers a four-letter word and closes. Returns false when the bytes are none. */
  #answerWord(word: number): boolean {
    this.#state = 'word';
    this.#countReceived();
    const answer = this.#wordAnswer(word);
    if (answer === undefined) return false;
    this.#countSent();
    this.#finish();
    this.#socket.end(answer);
    this.#closeSoon();
    return true;
  }

  #wordAnswer(word: number): string | undefined {
    try {
      return this.#context.onFourLetterWord(word);
    } catch (error) {
      this.#context.logger.error('four-letter word not answered: internal error', { ...this.#where(), error });
      return undefined;
    }
  }

  /** Closes as soon as the client has taken what is left to send, or has had time enough to. */
  #closeSoon(): void {
    const socket = this.#socket;
    socket.destroySoon();
    if (socket.writableLength === 0) return;
    const timer = this.#context.clock.schedule(() => {
      socket.destroy();
    }, LAST_WORDS_MAX_MS);
    socket.once('close', () => {
      timer.cancel();
    });
  }

  #cutOff(): void {
    this.#context.logger.warn('connection closed: the client does not read', {
      ...this.#where(),
      unreadBytes: this.#output.pendingBytes,
    });
    this.close();
  }

  #countReceived(): void {
    this.stats.countReceived();
    this.#context.stats.countReceived();
  }

  #countSent(): void {
    this.stats.countSent();
    this.#context.stats.countSent();
  }

  /** Nothing of this connection is served any more; what it waited for is forgotten. */
  #finish(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#context.onClosing(this);
  }

  #where(): Record<string, unknown> {
    return { remote: `${this.remoteAddress}:${String(this.remotePort)}`, session: formatHex(this.sessionId) };
  }
}
