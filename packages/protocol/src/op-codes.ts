/** The number of each operation in request headers and of each transaction in its header. Source: `ZooDefs.OpCode`. */
export const OpCode = {
  notification: 0,
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getACL: 6,
  setACL: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  reconfig: 16,
  checkWatches: 17,
  removeWatches: 18,
  createContainer: 19,
  deleteContainer: 20,
  createTTL: 21,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  sasl: 102,
  getEphemerals: 103,
  getAllChildrenNumber: 104,
  setWatches2: 105,
  addWatch: 106,
  whoAmI: 107,
  createSession: -10,
  closeSession: -11,
  error: -1,
} as const;

/** One of the numbers in {@link OpCode}. */
export type OpCode = (typeof OpCode)[keyof typeof OpCode];

/** ZooKeeper's word for an operation. */
export type OpName = keyof typeof OpCode;

const names: ReadonlyMap<number, string> = new Map(Object.entries(OpCode).map(([name, code]) => [code, name]));

/** ZooKeeper's word for an op code, as it appears in logs. */
export function opName(code: number): string {
  return names.get(code) ?? `unknown operation ${String(code)}`;
}
