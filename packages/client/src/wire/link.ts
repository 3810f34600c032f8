import { JuteReader } from '@zookit/jute';
import {
  connectRequest,
  connectResponse,
  ErrorCode,
  FrameError,
  FrameReader,
  MarshallingError,
  OpCode,
  replyHeader,
  type ReplyHeader,
  watcherEvent,
  Xid,
} from '@zookit/protocol';
import type { Timer } from '../environment.ts';
import { PacketTooLargeError } from '../errors/client-errors.ts';
import type { Endpoint, Transport, TransportEvents } from '../transport/transport.ts';
import { foreignAnswer } from './foreign-answer.ts';
import { FrameTooLongError } from './frame-too-long-error.ts';
import { LinkError } from './link-error.ts';
import type { LinkEvents, LinkOptions } from './link-ports.ts';
import { nextXid } from './next-xid.ts';
import { Outbox } from './outbox.ts';
import type { PendingCall } from './pending-call.ts';
import { RequestRing } from './request-ring.ts';
import type { SentOn } from './sent-on.ts';

/**
 * One connection: the handshake, requests out by one write per turn, replies in by their order, pings. Whatever the server
 * sends, nothing throws: what can't be understood ends the connection.
 */
export class Link implements SentOn {
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #ring = new RequestRing();
  /** The calls with a fixed xid, whose replies come in an order of their own. */
  readonly #fixed = new Map<number, PendingCall[]>();
  readonly #frames: FrameReader;
  readonly #reader: JuteReader;
  readonly #outbox: Outbox;
  readonly #transport: Transport;
  readonly #tick: () => void;
  #timer: Timer | undefined;
  readonly #startedAt: number;
  #receivedAt: number;
  #sentAt: number;
  #sessionTimeoutMs: number | undefined;
  #isOver = false;
  #isConnected = false;
  #isKeptAlive = false;
  #isRefused = false;
  #hasServed = false;
  readonly #onAnswered: (() => void)[] = [];
  #xid = 0;
  /** The last one of the greeting. */
  #greetingXid = 0;
  /** How many of the newest calls in the ring have not been handed to the transport. */
  #unsentCount = 0;
  #sessionId = 0n;
  #lastZxid: bigint;
  /** Called when replies have come, once for all that came together: there is room for more requests. */
  onRoom: (() => void) | undefined;

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
    this.#lastZxid = options.handshake.lastZxidSeen;
    this.#frames = new FrameReader({ lengthMaxBytes: options.frameMaxBytes });
    this.#reader = new JuteReader(undefined, { elementMaxBytes: options.frameMaxBytes });
    this.#startedAt = this.#receivedAt = this.#sentAt = options.environment.clock.now();
    this.#tick = () => {
      this.#onTick();
    };
    this.#transport = options.environment.dial(options.endpoint, this.#transportEvents(), options.tls);
    this.#outbox = new Outbox({
      write: (bytes) => this.#transport.write(bytes),
      onFlushed: () => {
        this.#unsentCount = 0;
      },
    });
    this.#schedule(options.connectTimeoutMs);
  }

  /** How many replies are to come. */
  get inFlight(): number {
    return this.#ring.length;
  }

  /** How long the requests are together whose replies are to come, in bytes. */
  get inFlightBytes(): number {
    return this.#ring.bytes;
  }

  get endpoint(): Endpoint {
    return this.#options.endpoint;
  }

  /** The session that the server granted; 0 before. */
  get sessionId(): bigint {
    return this.#sessionId;
  }

  /** The last zxid that a reply told, on this connection or an earlier one. */
  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  /** Whether the server took the connection, TLS included. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Whether the server ended the connection instead of answering the handshake. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Whether it is over and calls were answered on it, those of the greeting not counted. */
  get hasServed(): boolean {
    return this.#hasServed;
  }

  /** When the last whole frame came, on the environment's clock. */
  get receivedAt(): number {
    return this.#receivedAt;
  }

  /** Sends a request. Throws what writing the request throws; then nothing is sent. */
  send(call: PendingCall): void {
    const { fixedXid } = call;
    const start = this.#outbox.length;
    const writer = this.#outbox.begin();
    const xid = fixedXid ?? nextXid(this.#xid);
    try {
      writer.int(xid);
      call.write(writer);
      this.#checkLength(writer.length - start - 4);
    } catch (error) {
      this.#outbox.discard(start);
      throw error;
    }
    const lengthBytes = writer.length - start - 4;
    call.wrote(this, lengthBytes);
    if (fixedXid === undefined) this.#expect(xid, call, lengthBytes);
    else this.#expectFixed(xid, call);
    this.#sentAt = this.#options.environment.clock.now();
    this.#outbox.end(start);
  }

  /** From now on pings go out when nothing else does: not earlier, as a server may want other things first. */
  keepAlive(): void {
    this.#isKeptAlive = true;
    this.#greetingXid = this.#xid;
    this.#timer?.cancel();
    this.#scheduleTick(this.#sessionTimeoutMs ?? 0);
  }

  /** Calls `task` once, when no reply is due any more, because all have come or the connection is over. */
  whenAnswered(task: () => void): void {
    if (this.#ring.length === 0) task();
    else this.#onAnswered.push(task);
  }

  /** Ends the connection as if it had been lost by `error`. */
  fail(error: Error): void {
    this.#lose(error);
  }

  /** Ends the connection and tells nothing more. */
  close(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#outbox.close();
    this.#transport.destroy();
    this.#answered();
  }

  #transportEvents(): TransportEvents {
    return {
      onConnected: () => this.#sendHandshake(),
      onBytes: (chunk) => this.#receive(chunk),
      onDrained: () => this.#outbox.drained(),
      onClosed: (error) => {
        this.#isRefused = this.#isConnected && this.#sessionTimeoutMs === undefined;
        this.#lose(error ?? new LinkError('the server ended the connection'));
      },
    };
  }

  #expect(xid: number, call: PendingCall, lengthBytes: number): void {
    this.#xid = xid;
    this.#ring.push(xid, call, lengthBytes);
    this.#unsentCount++;
  }

  #expectFixed(xid: number, call: PendingCall): void {
    const calls = this.#fixed.get(xid);
    if (calls === undefined) this.#fixed.set(xid, [call]);
    else calls.push(call);
  }

  #checkLength(lengthBytes: number): void {
    const { frameMaxBytes } = this.#options;
    if (lengthBytes > frameMaxBytes) throw new FrameTooLongError(lengthBytes, frameMaxBytes);
  }

  #sendHandshake(): void {
    this.#isConnected = true;
    const start = this.#outbox.length;
    try {
      connectRequest.write(this.#outbox.begin(), this.#options.handshake);
      this.#outbox.end(start);
    } catch (cause) {
      this.#lose(new LinkError('the handshake could not be written', { cause }));
    }
  }

  #receive(chunk: Uint8Array): void {
    try {
      this.#frames.push(chunk);
      while (!this.#isOver && this.#frames.next()) {
        this.#reader.reset(this.#frames.bytes, this.#frames.start, this.#frames.end);
        this.#receivedAt = this.#options.environment.clock.now();
        if (this.#sessionTimeoutMs === undefined) this.#takeHandshake();
        else this.#takeReply();
      }
      if (!this.#isOver) this.onRoom?.();
    } catch (error) {
      if (error instanceof FrameError) this.#misframed(error);
      else this.#lose(error instanceof Error ? error : new LinkError('a frame could not be read', { cause: error }));
    }
  }

  /** What can be so long is a reply. It would be the next time too: the call that it is for ends by it, and is not sent again. */
  #misframed(error: FrameError): void {
    if (this.#sessionTimeoutMs === undefined) {
      this.#lose(new LinkError(foreignAnswer(error.length)));
      return;
    }
    if (error.length > this.#options.frameMaxBytes) this.#ring.head?.stop(PacketTooLargeError, error);
    this.#lose(error);
  }

  #takeHandshake(): void {
    const response = connectResponse.read(this.#reader);
    this.#sessionTimeoutMs = response.timeoutMs;
    this.#sentAt = this.#receivedAt;
    this.#sessionId = response.sessionId;
    this.#timer?.cancel();
    if (response.timeoutMs > 0) this.#scheduleTick(response.timeoutMs);
    this.#events.onHandshake(response);
  }

  #takeReply(): void {
    const header = replyHeader.read(this.#reader);
    if (header.xid === this.#ring.headXid) this.#takeOrdinary(header);
    else if (header.xid === Xid.NOTIFICATION) this.#events.onEvent(watcherEvent.read(this.#reader), header.zxid);
    else if (header.xid !== Xid.PING) this.#takeOvertaking(header);
    if (header.error !== 0) this.#events.onRefusal(header.error);
    if (isUnknownOperation(header)) this.#lose(new LinkError('the server did not know an operation, and closes'));
  }

  /** A call leaves the ring when its reply has been read: one that can't be is lost with the others. */
  #takeOrdinary(header: ReplyHeader): void {
    const call = this.#ring.head;
    if (header.error === ErrorCode.SessionMoved && call?.isForNextServer() === true) {
      this.#moved();
      return;
    }
    if (call !== undefined) this.#settle(call, header);
    this.#ring.shift();
    if (header.zxid > 0n) {
      this.#lastZxid = header.zxid;
      this.#events.onReply(header.zxid);
    }
    if (this.#ring.length === 0) this.#answered();
  }

  /** The session is served elsewhere: what was refused was not executed, and what was sent behind it won't be. */
  #moved(): void {
    this.#unsentCount = this.#ring.length;
    this.#lose(new LinkError('the session moved to another server'));
  }

  #answered(): void {
    if (this.#onAnswered.length === 0) return;
    for (const task of this.#onAnswered.splice(0)) task();
  }

  /** Replies to auth, and to op codes that the server does not know, overtake those to earlier requests. */
  #takeOvertaking(header: ReplyHeader): void {
    const isUnknown = header.error === ErrorCode.Unimplemented;
    const call = this.#fixed.get(header.xid)?.shift() ?? (isUnknown ? this.#ring.find(header.xid) : undefined);
    if (call === undefined) {
      throw new LinkError(`a reply to ${header.xid} came where one to ${this.#ring.headXid ?? 'nothing'} was due`);
    }
    this.#settle(call, header);
  }

  /** A reply that can't be taken now can't be the next time: only that call ends by it, but nothing behind it is trusted. */
  #settle(call: PendingCall, header: ReplyHeader): void {
    if (call.isSettled) return;
    try {
      if (header.error === 0) call.succeed(this.#reader, header.zxid);
      else call.refuse(header.error, header.zxid);
    } catch (error) {
      call.stop(MarshallingError, error);
      throw error;
    }
  }

  #onTick(): void {
    const now = this.#options.environment.clock.now();
    if (this.#sessionTimeoutMs === undefined) {
      const passedMs = Math.round(now - this.#startedAt);
      const what = this.#isConnected ? 'took the connection, and did not answer' : 'did not take the connection';
      this.#lose(new LinkError(`the server ${what} within ${passedMs} ms`));
      return;
    }
    const silenceMaxMs = (this.#sessionTimeoutMs * 2) / 3;
    if (now - this.#receivedAt >= silenceMaxMs) {
      this.#lose(new LinkError(`the server was silent for ${Math.round(now - this.#receivedAt)} ms`));
      return;
    }
    if (this.#isKeptAlive && now - this.#sentAt >= this.#sessionTimeoutMs / 3) this.#ping(now);
    this.#scheduleTick(this.#sessionTimeoutMs);
  }

  /** For the next ping, or for the end of a silence. */
  #scheduleTick(sessionTimeoutMs: number): void {
    const silentAt = this.#receivedAt + (sessionTimeoutMs * 2) / 3;
    const at = this.#isKeptAlive ? Math.min(this.#sentAt + sessionTimeoutMs / 3, silentAt) : silentAt;
    this.#schedule(at - this.#options.environment.clock.now());
  }

  #ping(now: number): void {
    const start = this.#outbox.length;
    const writer = this.#outbox.begin();
    writer.int(Xid.PING);
    writer.int(OpCode.ping);
    this.#sentAt = now;
    this.#outbox.end(start);
  }

  #schedule(delayMs: number): void {
    this.#timer = this.#options.environment.clock.schedule(this.#tick, Math.ceil(delayMs));
  }

  #lose(error: Error): void {
    if (this.#isOver) return;
    this.close();
    this.#hasServed = this.#isKeptAlive && this.#xid - this.#ring.length > this.#greetingXid;
    const sent = [...this.#fixed.values()].flat();
    const unsent: PendingCall[] = [];
    for (let call = this.#ring.shift(); call !== undefined; call = this.#ring.shift()) {
      if (this.#ring.length >= this.#unsentCount) {
        sent.push(call);
      } else {
        call.unwrite();
        unsent.push(call);
      }
    }
    this.#events.onLost(error, sent, unsent);
  }
}

/** A server closes behind such a reply. One that knows the operation, and has it switched off, gives a zxid and goes on. */
function isUnknownOperation({ error, zxid }: ReplyHeader): boolean {
  return error === ErrorCode.Unimplemented && zxid === -1n;
}
