import { type Acl, openAclUnsafe } from '@zookit/protocol';
import { authRule, type Credential } from './auth/credentials.ts';
import { type SaslOptions, saslRule } from './auth/sasl-options.ts';
import { retryRule } from './call-options.ts';
import { type ClientEnvironment, environmentRules, systemEnvironment } from './environment.ts';
import type { EndpointProvider } from './endpoints/endpoint-provider.ts';
import { limitRules, type Limits, type ResolvedLimits, resolveLimits } from './limits.ts';
import { aclRule } from './operations/acl-rule.ts';
import { problemOfPath, refusal } from './operations/refusal.ts';
import {
  choiceRule,
  flagRule,
  functionRule,
  isObject,
  nestedRule,
  type OptionRule,
  type OptionRules,
  positiveRule,
  problemOfOptions,
  textRule,
} from './option-rules.ts';
import { defaultRetry, retry, type RetryPolicy } from './retry.ts';
import { problemOfServers, resolveServers, type Servers } from './servers.ts';
import { type SessionToken, tokenRule } from './session/session-identity.ts';
import { resolveTls, type TlsOptions } from './transport/tls-options.ts';
import { type TlsConfig, tlsRules } from './transport/tls-config.ts';
import type { AddressMapping } from './watches/ensemble-tracking.ts';

const SESSION_TIMEOUT_MS = 30_000;

/** What a client can be told. */
export interface ClientOptions {
  /**
   * `h1:2181,[::1]:2181/chroot`, `zks://h1:2281` for TLS, `dns-srv://_zookeeper._tcp.example.org/chroot`, a list, or a
   * function that gives one.
   */
  readonly connect: Servers;
  /** The znode that all paths begin below. Default: what the connect string says, else the root. */
  readonly chroot?: string | undefined;
  /** How long the session shall outlive silence, in ms; the server has the last word. Default 30 s. */
  readonly sessionTimeoutMs?: number | undefined;
  /** For one attempt at one server, in ms. Default: the server's share of the session timeout, a third of it at most, 1 s at least. */
  readonly connectTimeoutMs?: number | undefined;
  /** Whether a server will do that has lost its quorum; the client seeks another one meanwhile. Default: no. */
  readonly readOnly?: boolean | undefined;
  /** A session to go on with, instead of a new one. */
  readonly resume?: SessionToken | undefined;
  /**
   * What happens when the session has expired: `renew`, the default, takes a new one in its place; `close` ends the client,
   * with `SessionExpiredError` for its calls.
   */
  readonly onExpired?: 'renew' | 'close' | undefined;
  /**
   * How long to wait when all servers were tried in vain, which a connection was, too, that is lost within a second; with
   * `false` the client ends. Default: `retry.exponential()`.
   */
  readonly reconnect?: RetryPolicy | undefined;
  /** Whether to connect with the first call only, so that `connect` resolves at once. Default: no. */
  readonly lazy?: boolean | undefined;
  /** How long a call may take, in ms. Default: two thirds of the session timeout. */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Whether calls are tried again that a server postponed: because it is too busy, or because of another reconfiguration.
   * Default: `retry.exponential()`, until the call's deadline; not for writes at a read-only server.
   * With `false` every call has one attempt: reads, too, whose reply is lost with the connection.
   */
  readonly retry?: RetryPolicy | false | undefined;
  /** How many calls may be under way, and how long packets may be. */
  readonly limits?: Limits | undefined;
  /** The ACL of a znode whose create names none; a function gets the path. Default: everybody may do everything. */
  readonly defaultAcl?: readonly Acl[] | ((path: string) => readonly Acl[]) | undefined;
  /** What proves who the client is, as `addAuth` would: `{ scheme: 'digest', auth: 'user:password' }`. */
  readonly auth?: readonly Credential[] | undefined;
  /** Authenticates the client by SASL, before anything else and on each connection. Default: it does not. */
  readonly sasl?: SaslOptions | undefined;
  /**
   * How to speak TLS, with each server that does not say `tls` itself; `true` for the defaults. Default: no TLS, except with
   * servers behind `zks://` or with `tls: true`.
   */
  readonly tls?: TlsConfig | boolean | undefined;
  /**
   * Whether to follow the ensemble's own configuration, as `reconfig` changes it: what it lists takes the place of `connect`,
   * and the client has the event `ensemble`. `mapAddress` says where a server is to be found from here that announces another
   * address, behind NAT for instance. A configuration that does not say of each server where it is for clients changes
   * nothing. Default: no.
   */
  readonly ensembleTracking?: boolean | { readonly mapAddress: AddressMapping } | undefined;
  /** Clock, chance and sockets. Default: those of the machine. */
  readonly environment?: Partial<ClientEnvironment> | undefined;
}

/** {@link ClientOptions}, checked, with the defaults filled in. */
export interface ResolvedOptions {
  readonly provider: EndpointProvider;
  /** Empty for the root. */
  readonly chroot: string;
  readonly sessionTimeoutMs: number;
  /** Undefined: the servers' share of the session timeout. */
  readonly connectTimeoutMs: number | undefined;
  readonly readOnly: boolean;
  readonly resume: SessionToken | undefined;
  readonly onExpired: 'renew' | 'close';
  readonly reconnect: RetryPolicy;
  readonly lazy: boolean;
  readonly requestTimeoutMs: number;
  readonly retry: RetryPolicy | false;
  readonly limits: ResolvedLimits;
  /** By the path below the chroot. */
  readonly defaultAcl: (path: string) => readonly Acl[];
  readonly auth: readonly Credential[];
  readonly sasl: SaslOptions | undefined;
  readonly tls: TlsOptions;
  /** Undefined: the ensemble is not followed. */
  readonly mapAddress: AddressMapping | undefined;
  readonly environment: ClientEnvironment;
}

const trackingRule: OptionRule = {
  accepts: (value) => typeof value === 'boolean' || isObject(value),
  what: 'true, false or { mapAddress }',
  problemInside: (value) => {
    if (!isObject(value)) return undefined;
    const problem = problemOfOptions(value, { mapAddress: functionRule });
    return problem ?? ('mapAddress' in value ? undefined : 'the option mapAddress is missing');
  },
};

const rules: OptionRules<ClientOptions> = {
  connect: { accepts: () => true, what: 'servers', problemInside: problemOfServers },
  chroot: { ...textRule, problemInside: problemOfPath },
  sessionTimeoutMs: positiveRule,
  connectTimeoutMs: positiveRule,
  readOnly: flagRule,
  resume: tokenRule,
  onExpired: choiceRule('renew', 'close'),
  reconnect: functionRule,
  lazy: flagRule,
  requestTimeoutMs: positiveRule,
  retry: retryRule,
  limits: nestedRule(limitRules),
  defaultAcl: {
    ...aclRule,
    accepts: (value) => aclRule.accepts(value) || typeof value === 'function',
    what: `${aclRule.what}, or a function`,
  },
  auth: authRule,
  sasl: saslRule,
  tls: nestedRule(tlsRules, [true, false], 'true, false or an object'),
  ensembleTracking: trackingRule,
  environment: nestedRule(environmentRules),
};

/** Throws `BadArgumentsError`, `ConnectStringError` or `TlsError` for options that make no sense. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const problem = problemOfClient(options);
  if (problem !== undefined) throw refusal('connect', undefined, problem);
  const { sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  const servers = resolveServers(options.connect);
  const chroot = options.chroot ?? servers.chroot ?? '/';
  return {
    provider: servers.provider,
    chroot: chroot === '/' ? '' : chroot,
    sessionTimeoutMs,
    connectTimeoutMs: options.connectTimeoutMs,
    readOnly: options.readOnly ?? false,
    resume: options.resume,
    onExpired: options.onExpired ?? 'renew',
    reconnect: options.reconnect ?? retry.exponential(),
    lazy: options.lazy ?? false,
    requestTimeoutMs: options.requestTimeoutMs ?? Math.ceil((sessionTimeoutMs * 2) / 3),
    retry: options.retry ?? defaultRetry,
    limits: resolveLimits(options.limits),
    defaultAcl: resolveAcl(options.defaultAcl),
    auth: options.auth ?? [],
    sasl: options.sasl,
    tls: resolveTls(options.tls),
    mapAddress: resolveTracking(options.ensembleTracking),
    environment: { ...systemEnvironment, ...options.environment },
  };
}

/** What is wrong with options, for callers whom no compiler warned; undefined if nothing is. */
function problemOfClient(options: unknown): string | undefined {
  if (options === undefined) return 'a client needs a connect string or options';
  const problem = problemOfOptions(options, rules);
  if (problem !== undefined) return problem;
  const { connect } = options as Partial<ClientOptions>;
  return connect === undefined ? 'the option connect is missing, which says where the servers are' : undefined;
}

function resolveTracking(tracking: ClientOptions['ensembleTracking']): AddressMapping | undefined {
  if (tracking === undefined || tracking === false) return undefined;
  return tracking === true ? (announced) => announced : tracking.mapAddress;
}

function resolveAcl(defaultAcl: ClientOptions['defaultAcl']): (path: string) => readonly Acl[] {
  return typeof defaultAcl === 'function' ? defaultAcl : () => defaultAcl ?? openAclUnsafe;
}
