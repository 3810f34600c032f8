import { expect, test } from 'vitest';
import * as protocol from '../src/index.ts';
import { ErrorCode, errorName, NoNodeError, ZooKeeperError, zooKeeperError } from '../src/index.ts';

/** Every code that Apache's server, its Java client or its C client knows. */
const codes: Record<string, number> = {
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
};

const failures = Object.entries(codes).filter(([, code]) => code !== 0);

test('the table of codes is complete', () => {
  expect(ErrorCode).toEqual(codes);
});

test.for(failures)('%s has a class of its own', ([name, code]) => {
  const error = zooKeeperError(code, '/app/lock');
  const errorClass = (protocol as Record<string, unknown>)[name.endsWith('Error') ? name : `${name}Error`];
  expect(error.constructor).toBe(errorClass);
  expect(error).toBeInstanceOf(ZooKeeperError);
  expect(error).toMatchObject({ code, path: '/app/lock', message: `${name}: /app/lock` });
});

test('an error without a path is its name alone', () => {
  const error = zooKeeperError(ErrorCode.SessionExpired);
  expect(error.message).toBe('SessionExpired');
  expect(error.path).toBeUndefined();
});

test('a code that nobody knows is an error all the same', () => {
  const error = zooKeeperError(-999, '/a');
  expect(error.constructor).toBe(ZooKeeperError);
  expect(error).toMatchObject({ code: -999, path: '/a', message: 'Unknown error -999: /a' });
  expect(errorName(-999)).toBe('Unknown error -999');
});

test('an error may say what caused it', () => {
  const cause = new Error('the socket closed');
  expect(new protocol.ConnectionLossError('/a', { cause }).cause).toBe(cause);
  expect(zooKeeperError(ErrorCode.ConnectionLoss, '/a', { cause }).cause).toBe(cause);
  expect(zooKeeperError(-999, '/a', { cause }).cause).toBe(cause);
});

test('an error carries no stack, and those made after it do', () => {
  expect(new NoNodeError('/a').stack).toBe('ZooKeeperError: NoNode: /a');
  expect(new Error('other').stack).toContain('errors.test.ts');
});
