import { DEFAULT_FRAME_MAX_BYTES } from '@zookit/jute';
import { assertPath } from '@zookit/protocol';
import { type ClientEnvironment, systemEnvironment } from './environment.ts';
import type { Endpoint } from './transport/transport.ts';

const SESSION_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_LEAST_MS = 1000;
const OUTSTANDING_REQUESTS_MAX = 65_536;

/** What a client can be told. */
export interface ClientOptions {
  /** The servers of one ensemble. */
  readonly endpoints: readonly Endpoint[];
  /** The znode that all paths begin below. Default: the root. */
  readonly chroot?: string | undefined;
  /** How long the session shall outlive silence, in ms; the server has the last word. Default 30 s. */
  readonly sessionTimeoutMs?: number | undefined;
  /** For one attempt at one server, in ms. Default: the session timeout shared out among the endpoints, at least 1 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long a call may take, in ms. Default: two thirds of the session timeout. */
  readonly requestTimeoutMs?: number | undefined;
  /** Beyond so many calls that wait for a connection or a reply, more fail at once. Default 65,536. */
  readonly outstandingRequestsMax?: number | undefined;
  /** The longest frame sent or accepted, in bytes. Default: that of a server, 1,048,575. */
  readonly frameMaxBytes?: number | undefined;
  /** Clock, chance and sockets. Default: those of the machine. */
  readonly environment?: Partial<ClientEnvironment> | undefined;
}

/** {@link ClientOptions}, checked, with the defaults filled in. */
export interface ResolvedOptions {
  readonly endpoints: readonly Endpoint[];
  /** Empty for the root. */
  readonly chroot: string;
  readonly sessionTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly outstandingRequestsMax: number;
  readonly frameMaxBytes: number;
  readonly environment: ClientEnvironment;
}

/** Throws `TypeError` or `RangeError` for options that make no sense, and `BadArgumentsError` for a bad chroot. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const { endpoints, chroot = '/', sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  if (endpoints.length === 0) throw new TypeError('a client needs at least one endpoint');
  assertPath(chroot);
  const share = Math.max(CONNECT_TIMEOUT_LEAST_MS, Math.floor(sessionTimeoutMs / endpoints.length));
  return {
    endpoints: endpoints.map(({ host, port }) => ({ host, port })),
    chroot: chroot === '/' ? '' : chroot,
    sessionTimeoutMs: positive('sessionTimeoutMs', sessionTimeoutMs),
    connectTimeoutMs: positive('connectTimeoutMs', options.connectTimeoutMs ?? share),
    requestTimeoutMs: positive('requestTimeoutMs', options.requestTimeoutMs ?? Math.ceil((sessionTimeoutMs * 2) / 3)),
    outstandingRequestsMax: positive(
      'outstandingRequestsMax',
      options.outstandingRequestsMax ?? OUTSTANDING_REQUESTS_MAX,
    ),
    frameMaxBytes: positive('frameMaxBytes', options.frameMaxBytes ?? DEFAULT_FRAME_MAX_BYTES),
    environment: { ...systemEnvironment, ...options.environment },
  };
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value <= 0x7fff_ffff) return value;
  throw new RangeError(`${name} must be a whole number from 1 to 2147483647, not ${value}`);
}
