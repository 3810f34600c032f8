import { expect, test } from 'vitest';
import { closingLine, countTests } from '../src/count-tests.js';

test('the runs of a log add up, whatever their colour and prefix', () => {
  const log = [
    '@zookit/jute:test: \u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m12 passed\u001b[39m\u001b[22m\u001b[90m (12)\u001b[39m',
    '@zookit/server:test:       Tests  1 failed | 30 passed | 2 skipped | 1 todo (34)',
    '@zookit/server:test:  Test Files  1 failed | 5 passed (6)',
  ].join('\n');
  expect(countTests(log)).toEqual({ passed: 42, failed: 1, skipped: 3 });
});

test('a log without a run has no tests', () => {
  expect(closingLine(countTests('nothing ran'))).toBe('0 passed, 0 failed');
});

test('the closing line names skipped tests only when there are some', () => {
  expect(closingLine({ passed: 2, failed: 0, skipped: 1 })).toBe('2 passed, 0 failed, 1 skipped');
});
