import { StepError } from './child.js';
import { commands } from './commands.js';
import { prepare } from './prepare.js';

/**
 * Runs one of the root's scripts. Sets the process's exit code.
 *
 * @param {readonly string[]} argv the command's name, then its arguments
 */
export async function run([name = '', ...args]) {
  const command = commands[name];
  try {
    if (command === undefined) throw new StepError(`no command ${name}: there are ${Object.keys(commands).join(', ')}`);
    process.exitCode = await command(await prepare(), args);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(`zookit: ${error.message}`);
    process.exitCode = 1;
  }
}
