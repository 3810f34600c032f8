import { encode, JuteReader } from '@zookit/jute';
import {
  connectRequest,
  connectResponse,
  ErrorCode,
  FrameReader,
  OpCode,
  replyHeader,
  requestHeader,
  type RequestHeader,
  setDataRequest,
  setDataResponse,
  getDataResponse,
  syncResponse,
  type Stat,
} from '@zookit/protocol';
import { frameOf, type VirtualClock } from '@zookit/testkit';
import type { Dial, Transport, TransportEvents } from '../../src/index.ts';
import { wireStat } from '../wire-stat.ts';

const LATENCY_MS = 2;

/** What the servers of an ensemble share. */
export class SimulatedEnsemble {
  readonly dial: Dial;
  readonly servers: readonly SimulatedServer[];
  /** The data of each set that was carried out, in their order. */
  readonly applied: string[] = [];
  readonly #sessions = new Set<bigint>();
  #sessionId = 0n;
  zxid = 100n;
  /** Of the one znode. */
  data: Uint8Array | null = null;
  stat: Stat = wireStat();

  /** The servers are at the hosts `0`, `1`, …. */
  constructor(clock: VirtualClock, serverCount: number) {
    this.servers = Array.from({ length: serverCount }, () => new SimulatedServer(this, clock));
    this.dial = ({ host }, events) => this.servers[Number(host)]!.accept(events);
  }

  get connectionCount(): number {
    return this.servers.reduce((sum, server) => sum + server.connectionCount, 0);
  }

  /** All sessions end, as if nothing had been heard for too long. */
  expire(): void {
    this.#sessions.clear();
    for (const server of this.servers) server.cut(0);
  }

  open(): bigint {
    this.#sessionId += 1n;
    this.#sessions.add(this.#sessionId);
    return this.#sessionId;
  }

  has(sessionId: bigint): boolean {
    return this.#sessions.has(sessionId);
  }

  set(data: Uint8Array | null): void {
    this.applied.push(Buffer.from(data ?? []).toString());
    this.zxid += 1n;
    this.data = data === null ? null : data.slice();
    this.stat = { ...this.stat, mzxid: this.zxid, version: this.stat.version + 1 };
  }

  close(sessionId: bigint): void {
    this.#sessions.delete(sessionId);
  }
}

/** A server on a virtual clock and no network: it answers like a real one, unless a test has broken it. */
export class SimulatedServer {
  /** Nobody listens. */
  isDown = false;
  /** Takes connections and requests, and answers nothing. */
  isFrozen = false;
  /** Behind what every client has seen. */
  isBehind = false;
  hasQuorum = true;
  readonly ensemble: SimulatedEnsemble;
  readonly #clock: VirtualClock;
  readonly #connections = new Set<SimulatedConnection>();

  constructor(ensemble: SimulatedEnsemble, clock: VirtualClock) {
    this.ensemble = ensemble;
    this.#clock = clock;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  accept(events: TransportEvents): Transport {
    const connection = new SimulatedConnection(this, this.#clock, events, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    return connection;
  }

  /** All connections end; the last thing that comes is this many bytes of an answer. */
  cut(trailingBytes: number): void {
    for (const connection of this.#connections) connection.end(new Uint8Array(trailingBytes));
  }
}

/** One connection to a {@link SimulatedServer}. */
class SimulatedConnection implements Transport {
  readonly #server: SimulatedServer;
  readonly #clock: VirtualClock;
  readonly #events: TransportEvents;
  readonly #onOver: () => void;
  readonly #frames = new FrameReader({ lengthMaxBytes: 0xf_ffff });
  #sessionId: bigint | undefined;
  #isOver = false;
  /** Something that was to be sent was not: nothing can follow it. */
  #isSilent = false;

  constructor(server: SimulatedServer, clock: VirtualClock, events: TransportEvents, onOver: () => void) {
    this.#server = server;
    this.#clock = clock;
    this.#events = events;
    this.#onOver = onOver;
    this.#later(() => {
      if (server.isDown) this.#close(new Error('ECONNREFUSED'));
      else this.#events.onConnected();
    });
  }

  write(bytes: Uint8Array): boolean {
    this.#later(() => this.#receive(bytes));
    return true;
  }

  destroy(): void {
    this.#isOver = true;
    this.#onOver();
  }

  end(trailing: Uint8Array): void {
    this.#later(() => {
      if (trailing.length > 0) this.#events.onBytes(trailing);
      this.#close(undefined);
    });
  }

  #later(task: () => void): void {
    this.#clock.schedule(() => {
      if (!this.#isOver) task();
    }, LATENCY_MS);
  }

  #close(error: Error | undefined): void {
    if (this.#isOver) return;
    this.destroy();
    this.#events.onClosed(error);
  }

  #receive(bytes: Uint8Array): void {
    if (Buffer.from(bytes).toString() === 'isro') {
      this.#send(Buffer.from(this.#server.hasQuorum ? 'rw' : 'ro'));
      this.end(new Uint8Array());
      return;
    }
    this.#frames.push(bytes);
    while (!this.#isOver && this.#frames.next()) {
      const frame = this.#frames.bytes.slice(this.#frames.start, this.#frames.end);
      if (this.#sessionId === undefined) this.#handshake(frame);
      else this.#request(new JuteReader(frame));
    }
  }

  #handshake(frame: Uint8Array): void {
    const request = connectRequest.read(new JuteReader(frame));
    const { hasQuorum, isBehind } = this.#server;
    if (isBehind || (!hasQuorum && !request.readOnly)) {
      this.#close(undefined);
      return;
    }
    const isKnown = request.sessionId === 0n || this.#server.ensemble.has(request.sessionId);
    this.#sessionId = !isKnown ? 0n : request.sessionId || this.#server.ensemble.open();
    const response = {
      protocolVersion: 0,
      timeoutMs: isKnown ? request.timeoutMs : 0,
      sessionId: this.#sessionId,
      password: new Uint8Array(16),
      readOnly: !hasQuorum,
    };
    this.#send(frameOf(encode(connectResponse, response)));
    if (!isKnown) this.end(new Uint8Array());
  }

  #request(reader: JuteReader): void {
    const { xid, opCode }: RequestHeader = requestHeader.read(reader);
    if (opCode === OpCode.closeSession) this.#server.ensemble.close(this.#sessionId ?? 0n);
    if (opCode === OpCode.setData) this.#set(xid, reader);
    else if (opCode === OpCode.exists) this.#reply(xid, ErrorCode.NoNode);
    else if (opCode === OpCode.sync) this.#reply(xid, 0, encode(syncResponse, { path: '/' }));
    else if (opCode === OpCode.getData) this.#reply(xid, 0, encode(getDataResponse, this.#server.ensemble));
    else this.#reply(xid, 0);
    if (opCode === OpCode.closeSession) this.end(new Uint8Array());
  }

  #set(xid: number, reader: JuteReader): void {
    if (!this.#server.hasQuorum) {
      this.#reply(xid, ErrorCode.NotReadOnly);
      return;
    }
    const { data } = setDataRequest.read(reader);
    this.#server.ensemble.set(data);
    this.#reply(xid, 0, encode(setDataResponse, this.#server.ensemble));
  }

  #reply(xid: number, error: number, body: Uint8Array = new Uint8Array()): void {
    this.#send(frameOf(Buffer.concat([encode(replyHeader, { xid, zxid: this.#server.ensemble.zxid, error }), body])));
  }

  #send(bytes: Uint8Array): void {
    this.#isSilent ||= this.#server.isFrozen;
    if (!this.#isSilent) this.#later(() => this.#events.onBytes(Uint8Array.from(bytes)));
  }
}
