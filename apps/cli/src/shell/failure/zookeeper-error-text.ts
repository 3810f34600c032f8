import { ErrorCode, errorName, type ZooKeeperError } from '@zookit/protocol';

type Text = (path: string) => string;

const ACL_REMEDY =
  'A server takes world:anyone, auth: for whom "addauth" has named before, digest:user:HASH and ip:ADDRESS, each with permissions behind it.';

/** What Apache's shell prints for the codes that it has words for. Source: `CliWrapperException.getMessage`. */
const texts: Readonly<Partial<Record<number, Text>>> = {
  [ErrorCode.NoNode]: (path) => `Node does not exist: ${path}`,
  [ErrorCode.NodeExists]: (path) => `Node already exists: ${path}`,
  [ErrorCode.NotEmpty]: (path) => `Node not empty: ${path}`,
  [ErrorCode.NoChildrenForEphemerals]: (path) => `Ephemerals cannot have children: ${path}`,
  [ErrorCode.NotReadOnly]: (path) => `Not a read-only call: ${path}`,
  [ErrorCode.InvalidACL]: (path) => `Acl is not valid : ${path}\n${ACL_REMEDY}`,
  [ErrorCode.NoAuth]: (path) => `Insufficient permission : ${path}`,
  [ErrorCode.BadArguments]: (path) => `Arguments are not valid : ${path}`,
  [ErrorCode.BadVersion]: (path) => `version No is not valid : ${path}`,
  [ErrorCode.QuotaExceeded]: (path) => `Quota has exceeded : ${path}`,
  [ErrorCode.ReconfigDisabled]: () => 'KeeperErrorCode = Reconfig is disabled',
  [ErrorCode.ReconfigInProgress]: () =>
    'Another reconfiguration is in progress -- concurrent reconfigs not supported (yet)',
  [ErrorCode.NewConfigNoQuorum]: () =>
    'No quorum of new config is connected and up-to-date with the leader of last commmitted config - try invoking ' +
    'reconfiguration after new servers are connected and synced',
};

/** The names in Apache's messages that are not ours with blanks left out. Source: `KeeperException.getCodeMessage`. */
const apachesNames: Readonly<Partial<Record<number, string>>> = {
  [ErrorCode.SessionExpired]: 'Session expired',
  [ErrorCode.SessionMoved]: 'Session moved',
  [ErrorCode.NoWatcher]: 'No such watcher',
  [ErrorCode.EphemeralOnLocalSession]: 'Ephemeral node on local session',
};

/** A failure of an operation, in the words of Apache's shell. */
export function zooKeeperErrorText(error: ZooKeeperError): string {
  const known = texts[error.code];
  if (known !== undefined) return known(error.path ?? '') + (typeof error.cause === 'string' ? `\n${error.cause}` : '');
  const name = apachesNames[error.code] ?? errorName(error.code);
  if (error.code < -1000) return error.message;
  return `KeeperErrorCode = ${name}${error.path === undefined ? '' : ` for ${error.path}`}`;
}
