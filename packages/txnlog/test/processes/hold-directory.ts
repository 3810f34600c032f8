import { Beacon } from '../../src/beacon.ts';
import { DataDirectory, thisProcess, type LockOwner } from '../../src/index.ts';

/** What a process is in a container: its pid means nothing to others. */
const contained: LockOwner = {
  ...thisProcess,
  self: { ...thisProcess.self, pidSpace: 'pid:[1]' },
  lightBeacon: (directory) => Beacon.light(directory),
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
