/**
 * What a reply header's `error` says. Codes from -1 to -99 are failures of the system, those below -100 failures of the
 * call. Source: `KeeperException.Code`; `InvalidState`, `SslConnectionError`, `Closing` and `Nothing` are the C client's.
 */
export const ErrorCode = {
  Ok: 0,
  SystemError: -1,
  RuntimeInconsistency: -2,
  DataInconsistency: -3,
  ConnectionLoss: -4,
  MarshallingError: -5,
  Unimplemented: -6,
  OperationTimeout: -7,
  BadArguments: -8,
  InvalidState: -9,
  UnknownSession: -12,
  NewConfigNoQuorum: -13,
  ReconfigInProgress: -14,
  SslConnectionError: -15,
  ApiError: -100,
  NoNode: -101,
  NoAuth: -102,
  BadVersion: -103,
  NoChildrenForEphemerals: -108,
  NodeExists: -110,
  NotEmpty: -111,
  SessionExpired: -112,
  InvalidCallback: -113,
  InvalidACL: -114,
  AuthFailed: -115,
  Closing: -116,
  Nothing: -117,
  SessionMoved: -118,
  NotReadOnly: -119,
  EphemeralOnLocalSession: -120,
  NoWatcher: -121,
  RequestTimeout: -122,
  ReconfigDisabled: -123,
  SessionClosedRequireSaslAuth: -124,
  QuotaExceeded: -125,
  ThrottledOp: -127,
} as const;

/** One of the numbers in {@link ErrorCode}. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

const names: ReadonlyMap<number, string> = new Map(Object.entries(ErrorCode).map(([name, code]) => [code, name]));

/** The name of an error code, as it begins the message of a {@link ZooKeeperError}. */
export function errorName(code: number): string {
  return names.get(code) ?? `Unknown error ${String(code)}`;
}

const classNames: ReadonlyMap<number, string> = new Map(
  Object.entries(ErrorCode).map(([name, code]) => [code, classNameFor(name)]),
);

/** The name of the class of an error code; undefined for a code that nobody knows. */
export function errorClassName(code: number): string | undefined {
  return classNames.get(code);
}

/** The name of the class of errors whose code has this name. */
export function classNameFor(codeName: string): string {
  return codeName.endsWith('Error') ? codeName : `${codeName}Error`;
}

/** Whether an error code is one of {@link ErrorCode}. */
export function isKnownErrorCode(code: number): code is ErrorCode {
  return names.has(code);
}
