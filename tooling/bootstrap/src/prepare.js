import { readPins, root } from './pins.js';
import { needsShell } from './platform.js';
import { runWithRegistry } from './registry.js';
import { bringTools } from './tools.js';

/**
 * Everything that a command needs: tools in `.tools`, dependencies in `node_modules`.
 *
 * @returns {Promise<NodeJS.ProcessEnv>} the environment to run the command in
 */
export async function prepare() {
  const env = {
    TURBO_TELEMETRY_DISABLED: '1',
    ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
    ...(await bringTools(root, readPins())),
  };
  await runWithRegistry('installing dependencies', 'pnpm', ['install', '--frozen-lockfile'], {
    cwd: root,
    env,
    shell: needsShell,
  });
  return env;
}
