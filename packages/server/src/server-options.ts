import { randomBytes } from 'node:crypto';
import type { AuthProvider } from './auth/auth-provider.ts';
import { systemClock, type Clock } from './clock.ts';
import { defaultConfig, type ServerConfig } from './config/server-config.ts';
import { silentLogger, type Logger } from './logger.ts';
import type { BuildInfo } from './version.ts';

/** What a server gets from outside. */
export interface ServerEnvironment {
  /** Where it reports to. Default: nowhere. */
  readonly logger: Logger;
  /** Its source of time. Default: the machine's. */
  readonly clock: Clock;
  /** Its source of random bytes. Default: the machine's. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** Schemes of authentication besides the built-in ones, or in place of one. */
  readonly authProviders: readonly AuthProvider[];
  /** What the version in `srvr` and `envi` says. Default: version 0.0.0 of 1970. */
  readonly build: BuildInfo;
}

/** What a server can be told: any part of its configuration, and what it gets from outside. */
export type ServerOptions = Partial<ServerConfig & ServerEnvironment>;

/**
 * The configuration in `options`, completed by Apache's defaults: session timeouts follow the tick. Throws RangeError for
 * a tick or session timeouts that no server can work with.
 */
export function configOf(options: ServerOptions): ServerConfig {
  const tickTimeMs = options.tickTimeMs ?? defaultConfig.tickTimeMs;
  const timeouts = { minSessionTimeoutMs: 2 * tickTimeMs, maxSessionTimeoutMs: 20 * tickTimeMs };
  const given = Object.entries(options).filter(([key, value]) => key in defaultConfig && value !== undefined);
  const config: ServerConfig = { ...defaultConfig, ...timeouts, ...Object.fromEntries(given) };
  if (!(tickTimeMs > 0)) throw new RangeError(`tickTimeMs ${String(tickTimeMs)} is not above 0`);
  if (config.minSessionTimeoutMs > config.maxSessionTimeoutMs) {
    throw new RangeError(
      `minSessionTimeoutMs ${String(config.minSessionTimeoutMs)} is above maxSessionTimeoutMs ${String(config.maxSessionTimeoutMs)}`,
    );
  }
  return config;
}

/** What `options` bring from outside, completed by what the machine offers. */
export function environmentOf(options: ServerOptions): ServerEnvironment {
  return {
    logger: options.logger ?? silentLogger,
    clock: options.clock ?? systemClock,
    randomBytes: options.randomBytes ?? randomBytes,
    authProviders: options.authProviders ?? [],
    build: options.build ?? { version: '0.0.0', builtAt: new Date(0) },
  };
}
