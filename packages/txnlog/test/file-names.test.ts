import { expect, test } from 'vitest';
import { logName, parseLogName, parseSnapshotName, snapshotName } from '../src/index.ts';

test('names are those of Apache', () => {
  expect(logName(0x1_0000_0001n)).toBe('log.100000001');
  expect(logName(-1n)).toBe('log.ffffffffffffffff');
  expect(snapshotName(0n, 'none')).toBe('snapshot.0');
  expect(snapshotName(0x2en, 'gz')).toBe('snapshot.2e.gz');
  expect(snapshotName(0x2en, 'snappy')).toBe('snapshot.2e.snappy');
});

test('a name says which zxid the file begins or ends with', () => {
  expect(parseLogName('log.2f')).toEqual({ name: 'log.2f', zxid: 0x2fn });
  expect(parseLogName('log.ffffffffffffffff')).toMatchObject({ zxid: -1n });
  expect(parseSnapshotName('snapshot.2e')).toEqual({ name: 'snapshot.2e', zxid: 0x2en, compression: 'none' });
  expect(parseSnapshotName('snapshot.2e.gz')).toMatchObject({ zxid: 0x2en, compression: 'gz' });
  expect(parseSnapshotName('snapshot.2e.snappy')).toMatchObject({ compression: 'snappy' });
});

test.for(['log', 'log.', 'log.x', 'log.02', 'log.2F', 'log.1.bak', 'log.10000000000000000', 'blog.1', 'snapshot.1'])(
  '%s is no log',
  (name) => {
    expect(parseLogName(name)).toBeUndefined();
  },
);

test.for(['snapshot', 'snapshot.2e.bak', 'snapshot.2e.tmp', 'snapshot.2e.gz.tmp', 'snapshot.zz', 'log.1', 'myid'])(
  '%s is no snapshot',
  (name) => {
    expect(parseSnapshotName(name)).toBeUndefined();
  },
);
