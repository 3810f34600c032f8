import { BadVersionError, ErrorCode, isZooKeeperError, ZooKeeperError } from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  AbortedError,
  ClientErrorCode,
  CodecError,
  FenceLostError,
  ConnectFailedError,
  PacketTooLargeError,
  QueueFullError,
  TransactionError,
} from '../../src/index.ts';

const operation = 'set';

test.for([
  [new QueueFullError('/a', { operation }), ClientErrorCode.QueueFull, 'QueueFull: set /a'],
  [new PacketTooLargeError('/a', { operation }), ClientErrorCode.PacketTooLarge, 'PacketTooLarge: set /a'],
  [new CodecError('/a', { operation }), ClientErrorCode.Codec, 'Codec: set /a'],
  [new AbortedError('/a', { operation }), ClientErrorCode.Aborted, 'Aborted: set /a'],
  [new ConnectFailedError({ detail: 'no server' }), ClientErrorCode.ConnectFailed, 'ConnectFailed: no server'],
] as const)('%s was not executed', ([error, code, message]) => {
  expect(error).toBeInstanceOf(ZooKeeperError);
  expect(error).toMatchObject({ code, message, outcome: 'not-executed' });
  expect(isZooKeeperError(error, code)).toBe(true);
});

test('no code of the client is one of ZooKeeper’s', () => {
  for (const code of Object.values(ClientErrorCode)) expect(code).toBeLessThanOrEqual(-1001);
});

test('an aborted call looks as the platform’s own, and may have been sent', () => {
  const reason = new Error('the user left');
  const error = new AbortedError('/a', { cause: reason, outcome: 'unknown' });
  expect(error).toMatchObject({ name: 'AbortError', cause: reason, outcome: 'unknown' });
});

test('a failed transaction has the code of what failed', () => {
  const cause = new BadVersionError('/b', { operation: 'check' });
  const error = new TransactionError({ failedIndex: 1, error: cause, errors: [undefined, cause] });
  expect(error).toMatchObject({
    code: ErrorCode.BadVersion,
    path: '/b',
    cause,
    failedIndex: 1,
    errors: [undefined, cause],
    outcome: 'rejected',
    message: 'BadVersion: transaction /b: operation 1 failed',
  });
});

test('errors of the client are written as JSON with what is theirs, under the names of their classes', () => {
  const read = (error: ZooKeeperError): unknown => JSON.parse(JSON.stringify(error));
  const context = { sessionId: 7n };
  expect(read(new QueueFullError('/a', { operation, context }))).toMatchObject({
    name: 'QueueFullError',
    codeName: 'QueueFull',
    context: { sessionId: '7' },
  });
  const cause = new BadVersionError('/b');
  expect(read(new TransactionError({ failedIndex: 1, error: cause, errors: [undefined, cause] }))).toMatchObject({
    name: 'TransactionError',
    codeName: 'BadVersion',
    failedIndex: 1,
    errors: [null, { name: 'BadVersionError', path: '/b' }],
  });
  const fence = { paths: ['/lock'], token: 5n, sessionId: 7n };
  expect(read(new FenceLostError(fence, '/lock'))).toMatchObject({
    name: 'FenceLostError',
    codeName: 'FenceLost',
    fence: { paths: ['/lock'], token: '5', sessionId: '7' },
  });
});
