import { join } from 'node:path';
import { workspaceDirectory } from '../directories.ts';
import type { ServerKind } from './server-process.ts';

/** Our daemon, started from its sources as a user starts it. */
export const zookitServer: ServerKind = {
  name: 'zookit',
  command: (configFile) => [process.execPath, join(workspaceDirectory, 'apps/daemon/bin/zookit-server.js'), configFile],
};
