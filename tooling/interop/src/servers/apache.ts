import type { JavaPeer } from '../peers/java.ts';
import type { ServerKind } from './server-process.ts';

/**
 * Apache's server. The reaper's interval is a system property without Apache's prefix, so its configuration file cannot
 * set it; the other options make a small JVM that starts fast. `jvmOptions` are for what else is not in the file.
 */
export function apacheServer(
  { classPath }: Pick<JavaPeer, 'classPath'>,
  jvmOptions: readonly string[] = [],
): ServerKind {
  return {
    name: 'apache',
    command: (configFile) => [
      'java',
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Dznode.container.checkIntervalMs=100',
      '-Dreadonlymode.enabled=true',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      ...jvmOptions,
      '-cp',
      classPath,
      'org.apache.zookeeper.server.quorum.QuorumPeerMain',
      configFile,
    ],
  };
}
