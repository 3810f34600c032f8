import { describeClient, type ServerUnderTest, suiteSettings } from '@zookit/client-suite';
import { apacheServer, installPeers, type ServerKind, ServerProcess, versions, zookitServer } from '../src/index.ts';

const { java } = await installPeers(console.log);

function processOf(name: string, isApache: boolean, kind: ServerKind): ServerUnderTest {
  return {
    name,
    isApache,
    start: (settings = {}) => ServerProcess.start(kind, { ...suiteSettings, ...settings }),
  };
}

describeClient(processOf(`Apache ZooKeeper ${versions.zookeeper}`, true, apacheServer(java)));
describeClient(
  processOf(`Apache ZooKeeper ${versions.olderZookeeper}`, true, apacheServer({ classPath: java.olderClassPath })),
);
describeClient(processOf('our daemon', false, zookitServer));
