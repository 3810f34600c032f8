/** How to use the program. */
export const usage = `Usage: zookit-server [options] ZOO_CFG
       zookit-server [options] PORT DATADIR [TICKTIME] [MAXCNXNS]`;

/** What `--help` prints. */
export function helpText(): string {
  return `${usage}

Runs a standalone ZooKeeper server. Its data directory is that of Apache's server: each can go on with the other's.

ZOO_CFG is a configuration file of Apache ZooKeeper. Without one, give the port for clients and the directory for data;
TICKTIME is 3000 ms and MAXCNXNS, the most connections from one address, is unlimited unless you say otherwise.

Options:
  -DNAME=VALUE           sets a system property of Apache's server, such as -Dzookeeper.maxCnxns=100
                         (also read from the variables SERVER_JVMFLAGS and JVMFLAGS)
  --config-keys          prints the keys of zoo.cfg that have an effect
  --log-level LEVEL      debug, info (default), warn or error
  --log-format FORMAT    json or pretty; default: pretty on a terminal, json elsewhere
  --version              prints the version
  -h, --help             prints this

Signals:
  TERM, INT              stop: what is in process is answered, then every connection is ended; a second one stops at once
  QUIT                   logs the state of the server

Exit codes:
  0                      stopped by a signal
  1                      something unexpected, such as a port that is in use or a log that cannot be written
  2                      the arguments or the configuration are wrong
  3                      a data directory cannot be used, or holds data that this release cannot load
  130, 143               a second INT or TERM cut the stop short, or it took longer than 10 s

Examples:
  zookit-server 2181 ./data
  zookit-server -Dzookeeper.4lw.commands.whitelist='*' /etc/zookeeper/zoo.cfg`;
}
