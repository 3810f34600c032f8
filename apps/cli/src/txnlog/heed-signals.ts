import { ToolError } from './tool-error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that must be cleared up after, whatever happens: Ctrl-C and the like don't end the process meanwhile, but abort
 * the signal that the work is to heed, with a {@link ToolError}.
 */
export async function heedSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new ToolError('It was interrupted: nothing has been changed.'));
  };
  for (const name of SIGNALS) process.on(name, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, abort);
  }
}
