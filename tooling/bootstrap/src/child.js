import { spawn } from 'node:child_process';

/** A child may be silent for this long before we say that it still works. */
const silenceMaxMs = 10_000;

/** A step that did not succeed; its message is for the person at the terminal. */
export class StepError extends Error {
  /** @override */
  name = 'StepError';
  /** The end of what the child wrote to its standard error. */
  output = '';
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
export function runStep(title, command, args, options) {
  console.log(`zookit: ${title}`);
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
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
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    /** @param {string} how */
    const fail = (how) => reject(Object.assign(new StepError(`${title}: ${how}`), { output: errors }));
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(signal === null ? `failed with exit code ${code}` : `ended by ${signal}`);
    });
  });
  return ended.finally(() => clearInterval(heartbeat));
}

/**
 * Hands the terminal over to a program until it ends.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<number>} its exit code
 */
export function runForeground(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGINT', () => {
    // A terminal sends Ctrl-C to the whole process group, so that the child has had it already.
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
