/**
 * The versions of everything foreign that the harness installs. The Go client's stands in `scripts/go/go.mod`; Debian's
 * packages have the version of the machine's release.
 */
export const versions = {
  /** Apache ZooKeeper: the server, the Java client and zkCli. */
  zookeeper: '3.9.5',
  /** An older server of Apache's, that of Debian 12: directories go between it and ours, too. */
  olderZookeeper: '3.8.0',
  /** What the server and zkCli need at run time and the published artifact leaves to its distribution. */
  commonsCli: '1.5.0',
  metricsCore: '4.1.12.1',
  snappyJava: '1.1.10.5',
  slf4j: '2.0.13',
  /** For SnapshotFormatter's `-json`. */
  jackson: '2.17.2',
  mavenDependencyPlugin: '3.6.1',
  kazoo: '2.11.0',
  /** Of the oldest line that the client supports. */
  olderNode: '22.23.3',
} as const;
