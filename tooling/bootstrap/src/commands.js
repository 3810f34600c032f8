import { runForeground } from './child.js';
import { startDaemon } from './daemon.js';
import { root } from './pins.js';
import { needsShell } from './platform.js';
import { all, inOrder, runPnpm, step, turbo } from './steps.js';

/** @typedef {import('./steps.js').Command} Command */

const build = turbo('building', ['build']);
const buildDaemon = turbo('building the server', ['build'], '--filter=@zookit/daemon');
const lint = turbo('linting', ['lint'], '--continue');
const typecheck = turbo('type-checking', ['typecheck'], '--continue');
const packages = turbo('checking the packages as they would be published', ['check:package'], '--continue');
const tasks = ['build', 'lint', 'typecheck', 'test', 'check:package'];
const everyTask = turbo('building, linting, type-checking and testing every package', tasks, '--continue');
const bench = turbo('measuring', ['bench'], '--concurrency=1');

const format = step('formatting', 'exec', 'prettier', '--write', '--log-level=warn', '.');
const formatCheck = step('checking the format', 'exec', 'prettier', '--check', '--log-level=warn', '.');
const boundaries = step('checking that imports point down', 'exec', 'turbo', 'boundaries');
const unused = step('looking for what nobody uses', 'exec', 'knip', '--no-config-hints');
const coverage = step('testing with coverage', 'exec', 'vitest', 'run', '--coverage');
const interop = step('running the interop suite', '--filter', '@zookit/interop', 'run', 'test:interop');
const version = step('numbering the next versions', 'exec', 'changeset', 'version');
const lock = step('writing the lockfile', 'install', '--lockfile-only');
const publish = step('publishing', 'exec', 'changeset', 'publish');

/** @type {Command} */
const start = async (env, args) => {
  await runPnpm(buildDaemon, env);
  return startDaemon(env, args);
};

/** @type {Command} */
const changeset = (env, args) =>
  runForeground('writing a changeset', 'pnpm', ['exec', 'changeset', ...args], { cwd: root, env, shell: needsShell });

/**
 * What the root's scripts can ask for.
 *
 * @type {Readonly<Record<string, Command>>}
 */
export const commands = {
  start,
  test: all(formatCheck, boundaries, unused, everyTask),
  'test:interop': inOrder(buildDaemon, interop),
  check: all(formatCheck, boundaries, unused, everyTask, interop),

  bench: inOrder(bench),
  boundaries: inOrder(boundaries),
  build: inOrder(build),
  'check:packages': inOrder(packages),
  coverage: inOrder(buildDaemon, coverage),
  format: inOrder(format),
  'format:check': inOrder(formatCheck),
  lint: inOrder(lint),
  typecheck: inOrder(typecheck),
  unused: inOrder(unused),

  changeset,
  'release:version': inOrder(version, lock, format),
  'release:publish': inOrder(build, publish),
};
