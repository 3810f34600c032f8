import { resolve } from 'node:path';
import { VERSION_DIRECTORY } from '@zookit/txnlog';
import type { ServerView } from '../server-view.ts';

/** The member id that a server shows that is no member of an ensemble. */
const STANDALONE_ID = 0;

/** `conf`: what the server was told. No secret is among it. */
export function configuration(view: ServerView): string {
  const { config } = view;
  return `clientPort=${view.port}
secureClientPort=-1
dataDir=${filesIn(config.dataDir)}
dataDirSize=${view.dataDirBytes}
dataLogDir=${filesIn(config.dataLogDir ?? config.dataDir)}
dataLogSize=${view.dataLogDirBytes}
tickTime=${config.tickTimeMs}
maxClientCnxns=${config.connectionsPerAddressMax}
minSessionTimeout=${config.minSessionTimeoutMs}
maxSessionTimeout=${config.maxSessionTimeoutMs}
clientPortListenBacklog=${config.listenBacklog}
serverId=${view.mode === 'standalone' ? STANDALONE_ID : config.serverId}
`;
}

/** Where the files are; nothing when the data is in memory. */
function filesIn(directory: string | undefined): string {
  return directory === undefined ? '' : resolve(directory, VERSION_DIRECTORY);
}

/** `dirs`: how much the directories hold. */
export function directorySizes(view: ServerView): string {
  return `datadir_size: ${view.dataDirBytes}\nlogdir_size: ${view.dataLogDirBytes}\n`;
}
