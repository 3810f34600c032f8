import type { ClientErrorCode } from '@zookit/client';
import { ErrorCode, type ZooKeeperError } from '@zookit/protocol';

/** Here, because the client is loaded by those who need it. */
const PACKET_TOO_LARGE: typeof ClientErrorCode.PacketTooLarge = -1003;

type Remedy = string | ((path: string, command: string | undefined) => string | undefined);

const remedies: Readonly<Partial<Record<number, Remedy>>> = {
  [ErrorCode.NoNode]: (path, command) => {
    if (path === '/') return 'What stands behind the servers as the root does not exist: "create /" creates it.';
    return command === 'create' ? `Its parent ${parentOf(path)} has to be created first.` : undefined;
  },
  [ErrorCode.BadArguments]: (_, command) => {
    if (command === 'reconfig') return 'A server is as in server.5=host:2888:3888;2181.';
    return command === 'delete' ? "The root, and what is ZooKeeper's own, can't be deleted." : undefined;
  },
  [ErrorCode.NotEmpty]: '"deleteall" deletes it with all below it.',
  [ErrorCode.BadVersion]: '"stat" shows the versions that it has.',
  [ErrorCode.NoAuth]: '"addauth" says who you are, as in addauth digest user:password; "getAcl" shows who may do what.',
  [ErrorCode.AuthFailed]:
    'The server does not know the scheme, or takes the credential for wrong. "connect" opens another session.',
  [ErrorCode.QuotaExceeded]: '"listquota" shows the limits of a znode; one above may have some, too.',
  [ErrorCode.ReconfigDisabled]: 'The servers allow it where their configuration says reconfigEnabled=true.',
  [ErrorCode.Unimplemented]: (_, command) => {
    if (command === 'reconfig') return 'A server that runs alone has no ensemble to be configured.';
    return command === 'create' ? 'TTLs need servers whose configuration says extendedTypesEnabled=true.' : undefined;
  },
  [PACKET_TOO_LARGE]: 'Path, data and ACL together may have a little less than 1 MiB.',
};

/** What would be right where a server refuses what `command` asked for; undefined where nothing better is known. */
export function remedyFor({ code, path = '' }: ZooKeeperError, command: string | undefined): string | undefined {
  const remedy = remedies[code];
  return typeof remedy === 'function' ? remedy(path, command) : remedy;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
