import { resolve } from 'node:path';
import { COMPATIBLE_VERSION, type BuildInfo, type LogFields, type ServerView } from '@zookit/server';

/** What an operator wants to know of a server that has just started. */
export function announcement({ config, port }: ServerView, build: BuildInfo): LogFields {
  const { host } = config;
  return {
    version: build.version,
    compatibleWith: `Apache ZooKeeper ${COMPATIBLE_VERSION}`,
    listening: `${host ?? '*'}:${port}`,
    tryIt: `zkCli.sh -server ${reachable(host)}:${port}`,
    data: resolve(config.dataDir ?? '.'),
    ...(!config.storage.forceSync && { unsafe: 'forceSync=no: a crash of the machine loses acknowledged writes' }),
    ...(config.skipAcl && { open: 'skipACL=yes: everybody may do everything' }),
    fourLetterWords: config.fourLetterWords === '*' ? 'all' : [...config.fourLetterWords].join(', '),
    connectionsPerAddressMax: config.connectionsPerAddressMax === 0 ? 'no limit' : config.connectionsPerAddressMax,
  };
}

/** An address that a shell on this machine can connect to. */
function reachable(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
