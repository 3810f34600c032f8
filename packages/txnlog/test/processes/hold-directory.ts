import { DataDirectory } from '../../src/index.ts';

/** Opens the data directory that it is told, says so or why not, and keeps it until it is killed. */
const [dataDir = ''] = process.argv.slice(2);
try {
  await DataDirectory.open({ dataDir });
  console.log('holds');
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(String(error));
}
