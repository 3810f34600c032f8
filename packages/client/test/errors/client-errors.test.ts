import { BadVersionError, ErrorCode, isZooKeeperError, ZooKeeperError } from '@zookit/protocol';
import { expect, test } from 'vitest';
import {
  AbortedError,
  ClientErrorCode,
  CodecError,
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
