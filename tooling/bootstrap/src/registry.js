import { runStep, StepError } from './child.js';

/**
 * Runs a step that fetches packages. Without a network it says so, rather than leave that to be read out of the output.
 *
 * @param {Parameters<typeof runStep>} step
 */
export async function runWithRegistry(...step) {
  try {
    await runStep(...step);
  } catch (error) {
    if (error instanceof StepError && isOffline(error.output)) {
      throw new StepError(`${step[0]}: the npm registry cannot be reached. Check network and proxy, then try again.`);
    }
    throw error;
  }
}

/**
 * Whether a package manager failed for want of a network.
 *
 * @param {string} output
 */
export const isOffline = (output) =>
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b|dns error|client error \(Connect\)/.test(
    output,
  );
