import type { Command } from '../command.ts';
import { packageVersion } from '../../package-version.ts';

/** `version`, which tells which shell this is. */
export const version: Command = {
  name: 'version',
  usage: '',
  summary: 'Prints the version of this shell.',
  options: [],
  words: [],
  isLocal: true,
  run: ({ output }) =>
    output.result(`ZooKeeper CLI version: ${packageVersion()} (zookit)`, { version: packageVersion() }),
};
