import { expect, test } from 'vitest';
import { runStep, StepError } from '../src/child.js';
import { isOffline } from '../src/registry.js';

/** @param {string} script */
const runScript = (script) => runStep('trying', process.execPath, ['-e', script], { cwd: process.cwd() });

test('a program that succeeds resolves', async () => {
  await expect(runScript('')).resolves.toBeUndefined();
});

test('a program that fails says what it was doing and keeps its last words', async () => {
  const failure = await runScript('console.error("getaddrinfo ENOTFOUND"); process.exitCode = 3').catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(StepError);
  expect(failure.message).toBe('trying: failed with exit code 3');
  expect(isOffline(failure.output)).toBe(true);
});

test('a program that is not there says so', async () => {
  await expect(runStep('trying', 'zookit-no-such-program', [], { cwd: process.cwd() })).rejects.toThrow(
    /trying: .*ENOENT/,
  );
});
