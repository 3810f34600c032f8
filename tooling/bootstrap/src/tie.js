/** How often we look whether the process that started us is still there, in ms. */
const parentCheckMs = 500;

/**
 * Lets a child end when we are told to end: by a signal, or by the death of our parent, since the shell in which npm runs
 * a script dies of a signal without passing it on.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<boolean>} once the child has ended: whether we were told to end
 */
export function tie(child) {
  const parent = process.ppid;
  let told = false;
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    told = true;
    // A terminal sends Ctrl-C to the whole process group, so that the child has had it already.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const parentCheck = setInterval(() => {
    if (!told && process.ppid !== parent) end('SIGTERM');
  }, parentCheckMs);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return new Promise((resolve) => {
    child.on('close', () => {
      clearInterval(parentCheck);
      process.off('SIGTERM', end);
      process.off('SIGINT', end);
      resolve(told);
    });
  });
}
