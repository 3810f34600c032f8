import { OpCode, type OpName } from './op-codes.ts';
import type { Operation } from './operation.ts';
import { addWatch } from './operations/add-watch.ts';
import { auth } from './operations/auth.ts';
import { check } from './operations/check.ts';
import { checkWatches } from './operations/check-watches.ts';
import { closeSession } from './operations/close-session.ts';
import { create } from './operations/create.ts';
import { createContainer } from './operations/create-container.ts';
import { createSession } from './operations/create-session.ts';
import { createTTL } from './operations/create-ttl.ts';
import { create2 } from './operations/create2.ts';
import { deleteOperation } from './operations/delete.ts';
import { deleteContainer } from './operations/delete-container.ts';
import { exists } from './operations/exists.ts';
import { getACL } from './operations/get-acl.ts';
import { getAllChildrenNumber } from './operations/get-all-children-number.ts';
import { getChildren } from './operations/get-children.ts';
import { getChildren2 } from './operations/get-children2.ts';
import { getData } from './operations/get-data.ts';
import { getEphemerals } from './operations/get-ephemerals.ts';
import { multi } from './operations/multi.ts';
import { multiRead } from './operations/multi-read.ts';
import { ping } from './operations/ping.ts';
import { reconfig } from './operations/reconfig.ts';
import { removeWatches } from './operations/remove-watches.ts';
import { sasl } from './operations/sasl.ts';
import { setACL } from './operations/set-acl.ts';
import { setData } from './operations/set-data.ts';
import { setWatches } from './operations/set-watches.ts';
import { setWatches2 } from './operations/set-watches2.ts';
import { sync } from './operations/sync.ts';
import { whoAmI } from './operations/who-am-i.ts';

/** The types of {@link writes}. */
export interface Writes {
  readonly create: typeof create;
  readonly create2: typeof create2;
  readonly createContainer: typeof createContainer;
  readonly createTTL: typeof createTTL;
  readonly delete: typeof deleteOperation;
  readonly deleteContainer: typeof deleteContainer;
  readonly setData: typeof setData;
  readonly setACL: typeof setACL;
  readonly check: typeof check;
  readonly multi: typeof multi;
  readonly reconfig: typeof reconfig;
  readonly createSession: typeof createSession;
  readonly closeSession: typeof closeSession;
}

/** The operations that are agreed upon and logged. */
export const writes: Writes = {
  create,
  create2,
  createContainer,
  createTTL,
  delete: deleteOperation,
  deleteContainer,
  setData,
  setACL,
  check,
  multi,
  reconfig,
  createSession,
  closeSession,
};

/** The types of {@link reads}. */
export interface Reads {
  readonly exists: typeof exists;
  readonly getData: typeof getData;
  readonly getACL: typeof getACL;
  readonly getChildren: typeof getChildren;
  readonly getChildren2: typeof getChildren2;
  readonly getAllChildrenNumber: typeof getAllChildrenNumber;
  readonly getEphemerals: typeof getEphemerals;
  readonly multiRead: typeof multiRead;
  readonly setWatches: typeof setWatches;
  readonly setWatches2: typeof setWatches2;
  readonly addWatch: typeof addWatch;
  readonly checkWatches: typeof checkWatches;
  readonly removeWatches: typeof removeWatches;
  readonly whoAmI: typeof whoAmI;
  readonly sync: typeof sync;
  readonly ping: typeof ping;
}

/** The operations that a server answers by itself, in the order of the requests (sync after a question to the leader). */
export const reads: Reads = {
  exists,
  getData,
  getACL,
  getChildren,
  getChildren2,
  getAllChildrenNumber,
  getEphemerals,
  multiRead,
  setWatches,
  setWatches2,
  addWatch,
  checkWatches,
  removeWatches,
  whoAmI,
  sync,
  ping,
};

/** The types of {@link connectionOperations}. */
export interface ConnectionOperations {
  readonly auth: typeof auth;
  readonly sasl: typeof sasl;
}

/** The operations that concern the connection alone: a server answers them as soon as it has read them. */
export const connectionOperations: ConnectionOperations = {
  auth,
  sasl,
};

/** An operation whatever its request and response. */
export type AnyOperation = Operation<unknown, unknown>;

/** What has an op code but is no operation: the header of a watch event, and the transaction of a refused write. */
type NoOperation = 'notification' | 'error';

/** All operations: an op code that is in none of the tables does not compile. */
const operations: Readonly<Record<Exclude<OpName, NoOperation>, AnyOperation>> = {
  ...writes,
  ...reads,
  ...connectionOperations,
};

const byOpCode: ReadonlyMap<number, AnyOperation> = new Map(
  Object.values(operations).map((operation) => [operation.opCode, operation]),
);

/** What a server asks of itself, and check, which has a meaning in a multi only. */
const notForClients: ReadonlySet<number> = new Set([OpCode.check, OpCode.deleteContainer, OpCode.createSession]);

/** The operation with an op code, if there is one. */
export function operationOf(opCode: number): AnyOperation | undefined {
  return byOpCode.get(opCode);
}

/**
 * Whether a client may send an op code in a request header. Unlike Apache's, deleteContainer and createSession are kept
 * from clients: the former is checked against no ACL, the latter breaks the stream of replies.
 */
export function isClientOperation(opCode: number): boolean {
  return byOpCode.has(opCode) && !notForClients.has(opCode);
}
