#!/usr/bin/env node
import { existsSync } from 'node:fs';
import process, { argv, env, execArgv, execPath } from 'node:process';

/**
 * Newer versions of Node let the young generation of the heap grow to 64 MB and more. A server gains nothing by that,
 * and holds half as much memory with this.
 */
const HEAP_FLAG = '--max-semi-space-size=8';
const NODE_WITH_EXECVE = 24;

const main = new URL('../dist/main.js', import.meta.url);
const isLimited = execArgv.concat(env.NODE_OPTIONS ?? '').some((flag) => flag.includes('--max-semi-space-size'));
const canReplaceItself =
  typeof process.execve === 'function' && Number.parseInt(process.versions.node, 10) >= NODE_WITH_EXECVE;

if (!existsSync(main)) {
  console.error('zookit-server is not built yet: run `npm run build` in the folder of the repository.');
  process.exitCode = 1;
} else if (!isLimited && canReplaceItself) {
  // The same process goes on with the flag: its id, its parent and what signals it stay as they are.
  process.execve(
    execPath,
    [execPath, HEAP_FLAG, '--disable-warning=ExperimentalWarning', ...execArgv, ...argv.slice(1)],
    env,
  );
} else {
  await import(main.href);
}
