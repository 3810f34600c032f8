import { expect, test, vi } from 'vitest';
import * as protocol from '../src/index.ts';
import {
  ConnectionLossError,
  ErrorCode,
  errorName,
  isZooKeeperError,
  NoNodeError,
  ZooKeeperError,
  zooKeeperError,
} from '../src/index.ts';

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
  expect(error).toMatchObject({ code, path: '/app/lock', message: `${name}: /app/lock`, codeName: name });
  expect(error.name).toBe(error.constructor.name);
});

test('an error without a path is its name alone', () => {
  const error = zooKeeperError(ErrorCode.SessionExpired);
  expect(error.message).toBe('SessionExpired');
  expect(error.path).toBeUndefined();
});

test('a code that nobody knows is an error all the same', () => {
  const error = zooKeeperError(-999, '/a');
  expect(error.constructor).toBe(ZooKeeperError);
  expect(error).toMatchObject({ code: -999, path: '/a', message: 'Unknown error -999: /a', name: 'ZooKeeperError' });
  expect(errorName(-999)).toBe('Unknown error -999');
});

test('an error may say what caused it', () => {
  const cause = new Error('the socket closed');
  expect(new protocol.ConnectionLossError('/a', { cause }).cause).toBe(cause);
  expect(zooKeeperError(ErrorCode.ConnectionLoss, '/a', { cause }).cause).toBe(cause);
  expect(zooKeeperError(-999, '/a', { cause }).cause).toBe(cause);
});

test('an error carries no stack, and those made after it do', () => {
  expect(new NoNodeError('/a').stack).toBe('NoNodeError: NoNode: /a');
  expect(new Error('other').stack).toContain('errors.test.ts');
});

test('an error names the operation in the caller’s word', () => {
  expect(new NoNodeError('/app/lock', { operation: 'get' })).toMatchObject({
    message: 'NoNode: get /app/lock',
    operation: 'get',
  });
  expect(zooKeeperError(ErrorCode.Unimplemented, undefined, { operation: 'whoAmI' }).message).toBe(
    'Unimplemented: whoAmI',
  );
  expect(new NoNodeError('/app/lock').operation).toBeUndefined();
});

test('an error may bring the name of its code, and details', () => {
  const options = { codeName: 'PacketTooLarge', operation: 'set', detail: '9 bytes, the limit is 8' };
  expect(new ZooKeeperError(-1003, '/a', options).message).toBe('PacketTooLarge: set /a: 9 bytes, the limit is 8');
  expect(new ZooKeeperError(-1003, undefined, { codeName: 'PacketTooLarge' }).message).toBe('PacketTooLarge');
});

test.for([
  [ErrorCode.NoNode, 'rejected'],
  [ErrorCode.BadVersion, 'rejected'],
  [ErrorCode.ConnectionLoss, 'unknown'],
  [ErrorCode.OperationTimeout, 'unknown'],
  [ErrorCode.RequestTimeout, 'unknown'],
  [-999, 'unknown'],
] as const)('with the code %i alone the outcome is %s', ([code, outcome]) => {
  expect(zooKeeperError(code).outcome).toBe(outcome);
});

test('an outcome that is known better than by the code is kept', () => {
  expect(zooKeeperError(ErrorCode.SessionExpired, '/a', { outcome: 'not-executed' }).outcome).toBe('not-executed');
});

test('a lost connection says whether the request had been sent, and the outcome follows', () => {
  expect(new ConnectionLossError('/a')).toMatchObject({ wasSent: true, outcome: 'unknown' });
  expect(new ConnectionLossError('/a', { wasSent: false })).toMatchObject({ wasSent: false, outcome: 'not-executed' });
  expect(new ConnectionLossError('/a', { outcome: 'not-executed' })).toMatchObject({ wasSent: false });
  expect(new ConnectionLossError('/a', { wasSent: true, outcome: 'rejected' })).toMatchObject({ outcome: 'rejected' });
});

test('an error keeps where it happened', () => {
  const context = { server: '[::1]:2181', sessionId: 1n, zxid: 2n, attempts: 3 };
  expect(new NoNodeError('/a', { context }).context).toBe(context);
  expect(new NoNodeError('/a').context).toEqual({});
});

test('isZooKeeperError tells by code', () => {
  const error: unknown = new NoNodeError('/a');
  expect(isZooKeeperError(error)).toBe(true);
  expect(isZooKeeperError(error, ErrorCode.NoNode)).toBe(true);
  expect(isZooKeeperError(error, ErrorCode.NoAuth)).toBe(false);
  for (const other of [new Error('no'), undefined, null, { code: -101 }, 'NoNode']) {
    expect(isZooKeeperError(other)).toBe(false);
  }
});

test('isZooKeeperError knows the errors of another copy of the package', async () => {
  vi.resetModules();
  const copy = await import('../src/index.ts');
  const error: unknown = new copy.NoNodeError('/a');
  expect(error).not.toBeInstanceOf(ZooKeeperError);
  expect(isZooKeeperError(error, ErrorCode.NoNode)).toBe(true);
});

test('an error is written as JSON, with ids and zxids as decimal text', () => {
  const context = { server: 'a:2181', sessionId: 0x1000_0000_0000_0007n, zxid: -1n, attempts: 2 };
  const cause = new ConnectionLossError(undefined, { cause: new Error('the socket closed') });
  const error = new NoNodeError('/a', { operation: 'get', context, cause });
  expect(JSON.parse(JSON.stringify({ error }))).toEqual({
    error: {
      name: 'NoNodeError',
      message: 'NoNode: get /a',
      code: -101,
      codeName: 'NoNode',
      path: '/a',
      operation: 'get',
      outcome: 'rejected',
      context: { server: 'a:2181', sessionId: '1152921504606846983', zxid: '-1', attempts: 2 },
      cause: {
        name: 'ConnectionLossError',
        message: 'ConnectionLoss',
        code: -4,
        codeName: 'ConnectionLoss',
        outcome: 'unknown',
        wasSent: true,
        context: {},
        cause: { name: 'Error', message: 'the socket closed' },
      },
    },
  });
  expect(JSON.parse(JSON.stringify(new NoNodeError('/a', { cause: 7n })))).toMatchObject({ cause: '7' });
});

test('who asks for a lost connection gets the type that knows whether the request was sent', () => {
  const error: unknown = zooKeeperError(ErrorCode.ConnectionLoss);
  const wasSent = isZooKeeperError(error, ErrorCode.ConnectionLoss) ? error.wasSent : undefined;
  expect(wasSent).toBe(true);
  // @ts-expect-error: other errors don't know it.
  expect(isZooKeeperError(error, ErrorCode.NoNode) && error.wasSent).toBe(false);
});
