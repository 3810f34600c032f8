import { runForeground, runStep, StepError } from './child.js';
import { startDaemon } from './daemon.js';
import { root } from './pins.js';

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
const step = (title, ...pnpm) => ({ title, pnpm });

/**
 * @param {string} title
 * @param {...string} tasks then turbo's flags
 */
const turbo = (title, ...tasks) => step(title, 'exec', 'turbo', 'run', ...tasks, '--output-logs=new-only');

const build = turbo('building', 'build');
const buildDaemon = turbo('building the server', 'build', '--filter=@zookit/daemon');
const everyTask = turbo(
  'building, linting, type-checking, testing',
  'build',
  'lint',
  'typecheck',
  'test',
  '--continue',
);
const lint = turbo('linting', 'lint', '--continue');
const typecheck = turbo('type-checking', 'typecheck', '--continue');
const packages = turbo('checking the packages as they would be published', 'check:package', '--continue');
const bench = turbo('measuring', 'bench', '--concurrency=1');
const format = step('formatting', 'exec', 'prettier', '--write', '--log-level=warn', '.');
const formatCheck = step('checking the format', 'exec', 'prettier', '--check', '--log-level=warn', '.');
const boundaries = step('checking that imports point down', 'exec', 'turbo', 'boundaries');
const coverage = step('testing with coverage', 'exec', 'vitest', 'run', '--coverage');
const interop = step('running the interop suite', '--filter', '@zookit/interop', 'run', 'test:interop');

/**
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args added to the step's own
 */
const runPnpm = ({ title, pnpm }, env, args = []) => runStep(title, 'pnpm', [...pnpm, ...args], { cwd: root, env });

/**
 * Steps that need one another: the first failure ends the row. Arguments from the command line go to the last one.
 *
 * @param {...Step} row
 * @returns {Command}
 */
const inOrder =
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
const all =
  (...row) =>
  async (env) => {
    /** @type {string[]} */
    const failures = [];
    for (const step of row) {
      await runPnpm(step, env).catch((error) => {
        if (!(error instanceof StepError)) throw error;
        failures.push(error.message);
      });
    }
    if (failures.length > 0) throw new StepError(failures.join('\nzookit: '));
    console.log('zookit: all good');
    return 0;
  };

/** @type {Command} */
const start = async (env, args) => {
  await runPnpm(buildDaemon, env);
  return startDaemon(env, args);
};

/** @type {Command} */
const changeset = (env, args) => runForeground('pnpm', ['exec', 'changeset', ...args], { cwd: root, env });

/**
 * What the root's scripts can ask for.
 *
 * @type {Readonly<Record<string, Command>>}
 */
export const commands = {
  start,
  changeset,
  bench: inOrder(bench),
  boundaries: inOrder(boundaries),
  build: inOrder(build),
  check: all(formatCheck, boundaries, everyTask, packages, interop),
  'check:packages': inOrder(packages),
  coverage: inOrder(buildDaemon, coverage),
  format: inOrder(format),
  'format:check': inOrder(formatCheck),
  lint: inOrder(lint),
  test: all(formatCheck, boundaries, everyTask),
  'test:interop': inOrder(buildDaemon, interop),
  typecheck: inOrder(typecheck),
};
