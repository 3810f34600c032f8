import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { StepError } from './child.js';
import { needsShell, nodePackageFor, thisMachine } from './platform.js';
import { runWithRegistry } from './registry.js';

/** The oldest Node that runs our sources, where no package carries the pinned one: it strips types by itself. */
const oldestNode = [22, 18];

/**
 * Brings the pinned pnpm and Node into `.tools`, unless they are there. With `ZOOKIT_NODE=own` in the environment,
 * everything runs on the Node that runs this.
 *
 * @param {string} root
 * @param {{ pnpm: string, node: string }} pins
 * @returns {Promise<NodeJS.ProcessEnv>} an environment whose PATH has both
 */
export async function bringTools(root, pins) {
  const folder = join(root, '.tools');
  const nodePackage = wantsOwnNode(pins.node) ? undefined : nodePackageFor(thisMachine());
  if (nodePackage === undefined) checkOwnNode(pins.node);

  const wanted = { pnpm: pins.pnpm, ...(nodePackage !== undefined && { [nodePackage]: pins.node }) };
  const missing = Object.entries(wanted).filter(([name, version]) => installedVersion(folder, name) !== version);
  if (missing.length > 0) await install(folder, wanted);

  const nodeFolder =
    nodePackage === undefined ? dirname(process.execPath) : join(folder, 'node_modules', nodePackage, 'bin');
  return { ...process.env, ...pathWith([nodeFolder, join(folder, 'node_modules/.bin')]) };
}

/** @param {string} pinned */
const wantsOwnNode = (pinned) => process.env['ZOOKIT_NODE'] === 'own' || process.versions.node === pinned;

/** @param {string} pinned */
function checkOwnNode(pinned) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StepError(
    `This runs on Node ${process.versions.node}, since npm has no Node ${pinned} for ${process.platform} on ` +
      `${process.arch} or ZOOKIT_NODE=own says so. Install Node ${oldestNode.join('.')} or newer, then try again.`,
  );
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function installedVersion(folder, name) {
  const path = join(folder, 'node_modules', name, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : undefined;
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string>>} wanted versions by package name
 */
async function install(folder, wanted) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ private: true, dependencies: wanted }, null, 2)}\n`);
  const title = `bringing ${Object.entries(wanted)
    .map(([name, version]) => `${name} ${version}`)
    .join(' and ')} into .tools (about 110 MB, once)`;
  const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retry-mintimeout=2000'];
  await runWithRegistry(title, ...npm(['install', '--prefix', folder, ...flags]));
}

/**
 * How to start the npm that started us, else the one on the PATH.
 *
 * @param {string[]} args
 * @returns {[command: string, args: string[], options: { cwd: string, shell: boolean }]}
 */
function npm(args) {
  const cli = process.env['npm_execpath'];
  const cwd = process.cwd();
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) {
    return [process.execPath, [cli, ...args], { cwd, shell: false }];
  }
  return ['npm', args, { cwd, shell: needsShell }];
}

/** @param {string[]} folders */
function pathWith(folders) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { [name]: [...folders, process.env[name]].join(delimiter) };
}
