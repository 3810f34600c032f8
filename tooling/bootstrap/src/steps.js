import { runStep, StepError } from './child.js';
import { root } from './pins.js';
import { needsShell } from './platform.js';

/**
 * @typedef {(env: NodeJS.ProcessEnv, args: readonly string[]) => Promise<number>} Command
 *   Runs in the prepared environment and yields the exit code.
 * @typedef {{ readonly title: string, readonly pnpm: readonly string[] }} Step what to say, and what to tell pnpm
 */

/**
 * @param {string} title
 * @param {...string} pnpm
 * @returns {Step}
 */
export const step = (title, ...pnpm) => ({ title, pnpm });

/**
 * @param {string} title
 * @param {readonly string[]} tasks
 * @param {...string} flags
 */
export const turbo = (title, tasks, ...flags) =>
  step(title, 'exec', 'turbo', 'run', ...tasks, '--output-logs=new-only', ...flags);

/**
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args added to the step's own
 */
export const runPnpm = ({ title, pnpm }, env, args = []) =>
  runStep(title, 'pnpm', [...pnpm, ...args], { cwd: root, env, shell: needsShell });

/**
 * Steps that need one another: the first failure ends the row. Arguments from the command line go to the last one.
 *
 * @param {...Step} row
 * @returns {Command}
 */
export const inOrder =
  (...row) =>
  async (env, args) => {
    for (const step of row) await runPnpm(step, env, step === row.at(-1) ? args : []);
    return 0;
  };

/**
 * Steps that do not need one another: all run, then the failed ones are named.
 *
 * @param {...Step} row
 * @returns {Command}
 */
export const all =
  (...row) =>
  async (env) => {
    /** @type {string[]} */
    const failures = [];
    for (const step of row) {
      await runPnpm(step, env).catch((error) => {
        if (!(error instanceof StepError) || error.isEnd) throw error;
        failures.push(error.message);
      });
    }
    if (failures.length > 0) throw new StepError(failures.join('\nzookit: '));
    console.log('zookit: all good');
    return 0;
  };
