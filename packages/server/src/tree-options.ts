import { crc32 } from 'node:zlib';
import type { DataTreeOptions } from '@zookit/datatree';
import { formatHex } from '@zookit/protocol';
import { AclAccessControl } from './auth/acl-access-control.ts';
import type { AuthProviders } from './auth/authentication.ts';
import type { ServerConfig } from './config/server-config.ts';
import type { Logger } from './logger.ts';

/** No client takes a reply of this size unless it was told to, and then the server has been told too. */
const REPLY_MAX_BYTES = 16 * 1024 * 1024;

/**
 * How long the list of one session's ephemeral znodes may become, in bytes. Its end lists all of them in one transaction,
 * which Apache's servers take up to a `jute.maxbuffer` of 1,048,575.
 */
export const EPHEMERAL_PATHS_MAX_BYTES = 1_000_000;

/** The longest reply that a server makes, in bytes. */
export function replyMaxBytes(config: ServerConfig): number {
  return Math.max(REPLY_MAX_BYTES, 4 * config.frameMaxBytes);
}

/** How a server's tree is made. What it has to tell becomes lines of the log. */
export function treeOptions(config: ServerConfig, providers: AuthProviders, logger: Logger): DataTreeOptions {
  return {
    ...config,
    accessControl: new AclAccessControl(providers, config),
    ephemeralPathsMaxBytes: EPHEMERAL_PATHS_MAX_BYTES,
    responseMaxBytes: replyMaxBytes(config),
    crc32,
    onDigestMismatch: (zxid, expected, actual) => {
      logger.error('the tree has diverged: another digest was expected', { zxid, expected, actual });
    },
    onQuotaExceeded: (path) => {
      logger.warn('quota exceeded', { path });
    },
    onWatcherError: (error, watcher) => {
      logger.error('watch event not sent', { session: formatHex(watcher.sessionId), error });
    },
  };
}
