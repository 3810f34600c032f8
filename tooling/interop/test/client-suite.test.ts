import { describeClient, type ServerUnderTest, suiteSettings } from '@zookit/client-suite';
import { apacheServer, installPeers, type ServerKind, ServerProcess, versions, zookitServer } from '../src/index.ts';

const { java } = await installPeers(console.log);

function processOf(name: string, release: ServerUnderTest['release'], kind: ServerKind): ServerUnderTest {
  return {
    name,
    release,
    start: (settings = {}) => ServerProcess.start(kind, { ...suiteSettings, ...settings }),
  };
}

describeClient(processOf(`Apache ZooKeeper ${versions.zookeeper}`, '3.9', apacheServer(java)));
describeClient(
  processOf(`Apache ZooKeeper ${versions.olderZookeeper}`, '3.8', apacheServer({ classPath: java.olderClassPath })),
);
describeClient(processOf('our daemon', '3.9', zookitServer));
