import { JuteError, type JuteReader } from '@zookit/jute';
import { applyProposal, readOf, type DataTree, type Preparer, type Proposal, type Requester } from '@zookit/datatree';
import {
  ErrorCode,
  formatHex,
  OpCode,
  opName,
  operationOf,
  Xid,
  ZooKeeperError,
  type Id,
  type MultiTxn,
} from '@zookit/protocol';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { Hold, type Connection } from '../network/connection.ts';
import type { RequestStats } from '../server-stats.ts';
import { EPHEMERAL_PATHS_MAX_BYTES } from '../tree-options.ts';
import { excessEphemerals } from './excess-ephemerals.ts';
import type { PendingRequest } from './pending-request.ts';
import type { Replicator } from './replicator.ts';

/** What a {@link RequestPipeline} works with. */
export interface RequestPipelineOptions {
  readonly tree: DataTree;
  readonly preparer: Preparer;
  readonly replicator: Replicator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stats: RequestStats;
  /** From how many requests in process on a connection with one of them is not read. */
  readonly outstandingRequestsMax: number;
  /** How much memory all watches may take, in bytes. */
  readonly watchesMaxBytes: number;
  /** Whether `reconfig` gets any further than to be refused as disabled. */
  readonly reconfigEnabled: boolean;
  /** A session began or ended: its transaction has been applied. Called before the reply. */
  readonly onSessionTxn: (request: PendingRequest) => void;
}

/** Nobody: what the server itself asks for is not subject to ACLs. */
const NOBODY: readonly Id[] = [];

/** Whom no ACL stops: the end of a session asks none either. */
const SUPER: readonly Id[] = [{ scheme: 'super', id: '' }];

const NO_SYNCS: readonly PendingRequest[] = [];

/** Of any version. */
const ANY_VERSION = -1;

/**
 * The way of a request through the server. A write is checked against everything that was proposed before it, becomes
 * a transaction and is applied once the replicator has committed it. A read runs at once, or, if an earlier request of
 * its connection waits, right behind it. So each connection gets its replies in the order of its requests, and sees
 * its own writes. A sync waits for whatever was proposed before it, by whichever connection: a session that comes back
 * on another connection finds out with it what became of the writes of the first.
 */
export class RequestPipeline {
  readonly #options: RequestPipelineOptions;
  readonly #held = new Set<Connection>();
  /** The syncs that wait for a write of another connection, in the order of these writes. */
  readonly #syncs: PendingRequest[] = [];
  /** The latest write that was proposed; undefined when it has been applied. */
  #lastProposed: PendingRequest | undefined;
  #inProcess = 0;

  constructor(options: RequestPipelineOptions) {
    this.#options = options;
  }

  /** How many requests wait for a transaction: their own, or one that came before them. */
  get inProcess(): number {
    return this.#inProcess;
  }

  /** Takes a client's request, of which `reader` has read the header. The operation must be one that clients may ask for. */
  submit(connection: Connection, xid: number, opCode: number, reader: JuteReader): void {
    const operation = operationOf(opCode);
    if (operation === undefined) throw new Error(`operation ${String(opCode)} is not in the table`);
    let request: unknown;
    const isDisabled = opCode === OpCode.reconfig && !this.#options.reconfigEnabled;
    let error: number = isDisabled ? ErrorCode.ReconfigDisabled : ErrorCode.Ok;
    try {
      request = operation.request.read(reader);
    } catch (cause) {
      error = this.#codeOf(cause, connection, opCode);
    }
    if (operation.kind === 'read') this.#takeRead(connection, xid, opCode, request, error);
    else this.#takeWrite(connection, xid, opCode, request, error);
  }

  /** Proposes something of the server's own: `connection` is told when it has been applied. */
  propose(opCode: number, request: unknown, sessionId: bigint, connection?: Connection): void {
    if (opCode === OpCode.closeSession) this.#deleteExcess(sessionId);
    this.#proposeOwn(opCode, request, { sessionId, identities: NOBODY, watcher: undefined }, connection);
  }

  /** Applies what was agreed upon and answers who asked for it, and whoever waited behind. */
  commit(batch: readonly PendingRequest[]): void {
    const now = this.#options.clock.now();
    for (const request of batch) this.#apply(request, now);
    if (this.#held.size > 0) this.#releaseHeld();
  }

  /** The connection is gone: what it waited for is not answered. Its writes stay proposed. */
  forget(connection: Connection): void {
    let isBehindWrite = false;
    for (let request = connection.queue.shift(); request !== undefined; request = connection.queue.shift()) {
      if (!isReady(request)) isBehindWrite = true;
      else if (isBehindWrite) this.#inProcess--;
    }
    this.#held.delete(connection);
  }

  /** The client has read what it was sent: answers what had to wait for that. */
  resume(connection: Connection): void {
    this.#answerReady(connection, this.#options.clock.now());
  }

  #takeRead(connection: Connection, xid: number, opCode: number, request: unknown, error: number): void {
    const after = opCode === OpCode.sync ? this.#awaitedBySync(connection) : undefined;
    if (connection.queue.length === 0 && after === undefined) {
      this.#answerRead(connection, xid, opCode, request, error, connection);
      this.#note(connection, opCode, xid, connection.receivedAt, this.#options.clock.now());
      return;
    }
    const pending = waiting(connection, xid, opCode, request, error, undefined, after);
    if (after !== undefined) this.#syncs.push(pending);
    this.#enqueue(connection, pending);
  }

  /** The write that a sync of this connection has to wait for; for the connection's own it waits anyway. */
  #awaitedBySync(connection: Connection): PendingRequest | undefined {
    const last = this.#lastProposed;
    return last?.connection === connection ? undefined : last;
  }

  #takeWrite(connection: Connection, xid: number, opCode: number, request: unknown, error: number): void {
    if (opCode === OpCode.closeSession && error === 0) this.#deleteExcess(connection.sessionId);
    const proposal =
      error === 0 ? this.#prepare(opCode, request, connection, xid) : this.#refuse(error, connection.sessionId, xid);
    const pending = waiting(connection, xid, opCode, undefined, error, proposal, undefined);
    this.#enqueue(connection, pending);
    this.#propose(pending);
  }

  #propose(write: PendingRequest): void {
    this.#lastProposed = write;
    this.#options.replicator.propose(write);
  }

  /** What a session has beyond what one transaction can list goes before its end, in transactions of its own. */
  #deleteExcess(sessionId: bigint): void {
    const { tree, preparer } = this.#options;
    const requester: Requester = { sessionId, identities: SUPER, watcher: undefined };
    for (const paths of excessEphemerals(tree, preparer, sessionId, EPHEMERAL_PATHS_MAX_BYTES)) {
      const requests = paths.map((path) => ({ path, version: ANY_VERSION }));
      const operations = requests.map((request) => ({ opCode: OpCode.delete, request }));
      const proposal = this.#proposeOwn(OpCode.multi, { operations }, requester);
      if (!isRefused(proposal)) continue;
      // One that has children, as no server lets it, holds up all others of a multi.
      for (const request of requests) this.#proposeOwn(OpCode.delete, request, requester);
    }
  }

  #proposeOwn(opCode: number, request: unknown, requester: Requester, connection?: Connection): Proposal {
    const proposal = this.#prepare(opCode, request, requester, 0);
    const { identities } = requester;
    const receivedAt = this.#options.clock.now();
    this.#inProcess++;
    this.#propose({
      connection,
      xid: 0,
      opCode,
      identities,
      receivedAt,
      request,
      error: 0,
      proposal,
      after: undefined,
      result: undefined,
      next: undefined,
    });
    return proposal;
  }

  #enqueue(connection: Connection, pending: PendingRequest): void {
    connection.queue.push(pending);
    this.#inProcess++;
    if (this.#inProcess <= this.#options.outstandingRequestsMax) return;
    connection.hold(Hold.OUTSTANDING);
    this.#held.add(connection);
  }

  #prepare(opCode: number, request: unknown, requester: Requester, xid: number): Proposal {
    const { preparer, clock } = this.#options;
    try {
      return preparer.prepare(opCode, request, requester, xid, BigInt(clock.wallTime()));
    } catch (cause) {
      this.#logInternalError(cause, opCode, requester.sessionId);
      return this.#refuse(ErrorCode.MarshallingError, requester.sessionId, xid);
    }
  }

  /** A write that fails takes a zxid too, and is logged: other servers count with it. */
  #refuse(error: number, sessionId: bigint, xid: number): Proposal {
    const { preparer, clock } = this.#options;
    return preparer.prepareError(error, sessionId, xid, BigInt(clock.wallTime()));
  }

  #apply(request: PendingRequest, now: number): void {
    const { proposal, connection, opCode } = request;
    if (proposal === undefined) throw new Error(`a read was proposed: ${opName(opCode)}`);
    const { tree, preparer } = this.#options;
    request.result = applyProposal(tree, proposal);
    preparer.applied(proposal.header.zxid);
    this.#inProcess -= 1 + readsBehind(request);
    if (this.#lastProposed === request) this.#lastProposed = undefined;
    const syncs = this.#takeSyncs(request);
    if (proposal.header.type === OpCode.createSession || proposal.header.type === OpCode.closeSession) {
      this.#options.onSessionTxn(request);
    }
    if (connection !== undefined) this.#answerReady(connection, now);
    for (const sync of syncs) if (sync.connection !== undefined) this.#answerReady(sync.connection, now);
    if (connection === undefined) return;
    // A client that reads nothing doesn't get to read this either.
    if (opCode === OpCode.closeSession) connection.close();
  }

  /** The syncs that waited for this write: now they wait for nothing but what their connections asked for before. */
  #takeSyncs(write: PendingRequest): readonly PendingRequest[] {
    if (this.#syncs[0]?.after !== write) return NO_SYNCS;
    const firstOther = this.#syncs.findIndex(({ after }) => after !== write);
    const syncs = this.#syncs.splice(0, firstOther === -1 ? this.#syncs.length : firstOther);
    for (const sync of syncs) this.#inProcess -= 1 + readsBehind(sync);
    return syncs;
  }

  /** Answers what is ready at the head of the queue, as long as the client reads: writes that were applied, and reads. */
  #answerReady(connection: Connection, now: number): void {
    const { queue } = connection;
    for (let head = queue.head; head !== undefined && isReady(head) && !connection.isChoked; head = queue.head) {
      queue.shift();
      if (head.proposal === undefined) this.#answerQueuedRead(connection, head);
      else this.#answerWrite(connection, head, head.proposal);
      this.#note(connection, head.opCode, head.xid, head.receivedAt, now);
      if (head.opCode === OpCode.closeSession) connection.end();
    }
  }

  #answerWrite(connection: Connection, { xid, opCode, result }: PendingRequest, proposal: Proposal): void {
    const error = result?.error ?? ErrorCode.SystemError;
    const codec = error === ErrorCode.Ok ? operationOf(opCode)?.response : undefined;
    try {
      connection.reply(xid, proposal.header.zxid, error, codec, result?.response);
    } catch (cause) {
      // The write has happened. A connection that ends leaves the client to find out; an error would tell it a lie.
      this.#logInternalError(cause, opCode, connection.sessionId);
      connection.close();
    }
  }

  #answerQueuedRead(connection: Connection, { xid, opCode, request, error, identities }: PendingRequest): void {
    const requester: Requester = { sessionId: connection.sessionId, identities, watcher: connection };
    this.#answerRead(connection, xid, opCode, request, error, requester);
  }

  #answerRead(
    connection: Connection,
    xid: number,
    opCode: number,
    request: unknown,
    error: number,
    requester: Requester,
  ): void {
    const { tree } = this.#options;
    const replyXid = opCode === OpCode.ping ? Xid.PING : xid;
    if (error !== 0) {
      connection.reply(replyXid, tree.lastProcessedZxid, error);
      return;
    }
    try {
      const response = readOf(opCode)(tree, request, requester);
      connection.reply(replyXid, tree.lastProcessedZxid, 0, operationOf(opCode)?.response, response);
      if (tree.watches.bytes > this.#options.watchesMaxBytes) this.#cutOffWatcher(connection);
    } catch (cause) {
      this.#logTooLarge(cause, opCode, connection);
      connection.reply(replyXid, tree.lastProcessedZxid, this.#codeOf(cause, connection, opCode));
    }
  }

  #cutOffWatcher(connection: Connection): void {
    const { logger, watchesMaxBytes } = this.#options;
    logger.warn('connection closed: too many watches', { session: formatHex(connection.sessionId), watchesMaxBytes });
    connection.close();
  }

  #note(connection: Connection, opCode: number, xid: number, receivedAt: number, now: number): void {
    const latencyMs = Math.trunc(now - receivedAt);
    connection.noteAnswer(opCode, xid, latencyMs, now);
    this.#options.stats.measure(latencyMs);
  }

  #codeOf(cause: unknown, connection: Connection, opCode: number): number {
    if (cause instanceof ZooKeeperError) return cause.code;
    if (!(cause instanceof JuteError)) this.#logInternalError(cause, opCode, connection.sessionId);
    return ErrorCode.MarshallingError;
  }

  /** The tree refuses an answer that is too long before it is made, the reply buffer one that has become too long. */
  #logTooLarge(cause: unknown, opCode: number, connection: Connection): void {
    const reason = cause instanceof ZooKeeperError ? cause.cause : cause;
    if (!(reason instanceof JuteError || reason instanceof RangeError)) return;
    this.#options.logger.warn('read refused: the reply is too large', {
      operation: opName(opCode),
      session: formatHex(connection.sessionId),
      reason: reason.message,
    });
  }

  #logInternalError(cause: unknown, opCode: number, sessionId: bigint): void {
    this.#options.logger.error('request failed: internal error', {
      operation: opName(opCode),
      session: formatHex(sessionId),
      error: cause,
    });
  }

  #releaseHeld(): void {
    if (this.#inProcess > this.#options.outstandingRequestsMax) return;
    const held = [...this.#held];
    this.#held.clear();
    for (const connection of held) connection.release(Hold.OUTSTANDING);
  }
}

/** A client's request that has to wait, with who the client is now. */
function waiting(
  connection: Connection,
  xid: number,
  opCode: number,
  request: unknown,
  error: number,
  proposal: Proposal | undefined,
  after: PendingRequest | undefined,
): PendingRequest {
  const { identities, receivedAt } = connection;
  return {
    connection,
    xid,
    opCode,
    identities,
    receivedAt,
    request,
    error,
    proposal,
    after,
    result: undefined,
    next: undefined,
  };
}

/** Whether the proposal of a multi is to change nothing. */
function isRefused({ header, txn }: Proposal): boolean {
  return header.type !== OpCode.multi || (txn as MultiTxn).txns.some(({ type }) => type === OpCode.error);
}

/** Whether a request can be answered as soon as those before it are: a read, or a write that has been applied. */
function isReady({ proposal, after, result }: PendingRequest): boolean {
  if (proposal !== undefined) return result !== undefined;
  return after === undefined || after.result !== undefined;
}

/** How many reads wait for this request alone: those up to the next one that waits for a write itself. */
function readsBehind(request: PendingRequest): number {
  let count = 0;
  let behind = request.next;
  while (behind !== undefined && behind.proposal === undefined && behind.after === undefined) {
    count++;
    behind = behind.next;
  }
  return count;
}
