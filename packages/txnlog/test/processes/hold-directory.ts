import { DataDirectory, thisProcess, type LockOwner } from '../../src/index.ts';

/** What a process is in a container: its pid means nothing to others. Its time is twenty times as fast. */
const contained: LockOwner = {
  self: { ...thisProcess.self, pidSpace: 'pid:[1]' },
  livenessOf: () => 'unknown',
  wait: (delayMs) => thisProcess.wait(delayMs / 20),
  schedule: (task, delayMs) => thisProcess.schedule(task, delayMs / 20),
};

/**
 * Opens the data directory that it is told, says so or why not, and keeps it until it is killed, or told anything: then it
 * gives the directory back. As if in a container, if it is told so.
 */
const [dataDir = '', place] = process.argv.slice(2);
try {
  const owner = place === 'in a container' ? contained : thisProcess;
  const directory = await DataDirectory.open({ dataDir, owner });
  console.log('holds');
  process.stdin.once('data', () => {
    void directory.close().then(() => process.exit());
  });
} catch (error) {
  console.log(String(error));
}
