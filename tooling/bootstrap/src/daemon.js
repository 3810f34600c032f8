import { join } from 'node:path';
import { runForeground } from './child.js';
import { root } from './pins.js';

const defaultArgs = ['2181', './data'];

const howToReachIt = `zookit: starting a standalone server on port 2181, its data directory is ./data
zookit: reach it with  zkCli.sh -server 127.0.0.1:2181  or  echo srvr | nc 127.0.0.1 2181
zookit: end it with Ctrl-C`;

/**
 * Runs the daemon in the foreground until it ends.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} args the daemon's arguments; port 2181 and ./data when there are none
 * @returns {Promise<number>} its exit code
 */
export function startDaemon(env, args) {
  console.log(args.length === 0 ? howToReachIt : `zookit: starting zookit-server ${args.join(' ')}`);
  const script = join(root, 'apps/daemon/bin/zookit-server.js');
  return runForeground('running the server', 'node', [script, ...(args.length === 0 ? defaultArgs : args)], {
    cwd: root,
    env,
  });
}
