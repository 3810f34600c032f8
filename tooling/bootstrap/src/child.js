import { spawn } from 'node:child_process';
import { tie } from './tie.js';

/** A child may be silent for this long before we say that it still works. */
const silenceMaxMs = 10_000;

/** A step that did not succeed; its message is for the person at the terminal. */
export class StepError extends Error {
  /** @override */
  name = 'StepError';
  /** The end of what the child wrote to its standard error. */
  output = '';
  /** Whether we were told to end: then no other step may follow. */
  isEnd = false;
}

/**
 * @typedef {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean }} ChildOptions
 */

/**
 * Runs a program to its end, its output passed on, a line with the elapsed time whenever it is silent for long.
 *
 * @param {string} title what it does, as in "installing …"
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<void>} rejects with a {@link StepError} when the program fails
 */
export async function runStep(title, command, args, options) {
  console.log(`zookit: ${title}`);
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const tied = tie(child);
  const started = performance.now();
  let heard = started;
  let errors = '';
  child.stdout.on('data', (chunk) => {
    heard = performance.now();
    process.stdout.write(chunk);
  });
  child.stderr.on('data', (chunk) => {
    heard = performance.now();
    errors = (errors + String(chunk)).slice(-10_000);
    process.stderr.write(chunk);
  });
  const heartbeat = setInterval(() => {
    const now = performance.now();
    if (now - heard < silenceMaxMs) return;
    heard = now;
    console.log(`zookit: still ${title} (${Math.round((now - started) / 1000)} s)`);
  }, 1000);
  const failure = await failureOf(child);
  clearInterval(heartbeat);
  if (failure === undefined) return;
  throw Object.assign(new StepError(`${title}: ${failure}`), { output: errors, isEnd: await tied });
}

/**
 * Hands the terminal over to a program until it ends.
 *
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<number>} its exit code
 */
export async function runForeground(title, command, args, options) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  void tie(child);
  const failure = await failureOf(child);
  if (child.exitCode === null) throw new StepError(`${title}: ${failure}`);
  return child.exitCode;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>} how it failed, if it did
 */
function failureOf(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `failed with exit code ${code}` : `ended by ${signal}`);
    });
  });
}
