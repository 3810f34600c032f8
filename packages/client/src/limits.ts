import { DEFAULT_FRAME_MAX_BYTES } from '@zookit/jute';
import { choiceRule, type OptionRules, positiveRule } from './option-rules.ts';

/** What a client lets grow, and how far. */
export interface Limits {
  /** How many calls may be on their way to the server. Default 8192. */
  readonly inFlight?: number | undefined;
  /**
   * How many bytes of requests may be on their way; the last one may go beyond, so that a request of any length gets its
   * turn. Default 16 MiB.
   */
  readonly inFlightBytes?: number | undefined;
  /** How many calls may wait for their turn, for a connection, or to be tried again. Beyond it calls fail. Default 262,144. */
  readonly queued?: number | undefined;
  /** The longest frame sent or accepted, in bytes. Default: that of a server, 1,048,575. */
  readonly packetBytes?: number | undefined;
  /**
   * What a call does that would be one too many in flight: `wait` for its turn, the default, or fail at once with an `error`.
   * Without a connection calls wait in either case.
   */
  readonly overflow?: 'wait' | 'error' | undefined;
}

/** {@link Limits}, checked, with the defaults filled in. */
export interface ResolvedLimits {
  readonly inFlight: number;
  readonly inFlightBytes: number;
  readonly queued: number;
  readonly packetBytes: number;
  readonly overflow: 'wait' | 'error';
}

const DEFAULT_IN_FLIGHT = 8192;
const DEFAULT_IN_FLIGHT_BYTES = 16 * 1024 * 1024;
const DEFAULT_QUEUED = 262_144;

/** What limits must be. */
export const limitRules: OptionRules<Limits> = {
  inFlight: positiveRule,
  inFlightBytes: positiveRule,
  queued: positiveRule,
  packetBytes: positiveRule,
  overflow: choiceRule('wait', 'error'),
};

/** Fills in the defaults. */
export function resolveLimits(limits: Limits = {}): ResolvedLimits {
  return {
    inFlight: limits.inFlight ?? DEFAULT_IN_FLIGHT,
    inFlightBytes: limits.inFlightBytes ?? DEFAULT_IN_FLIGHT_BYTES,
    queued: limits.queued ?? DEFAULT_QUEUED,
    packetBytes: limits.packetBytes ?? DEFAULT_FRAME_MAX_BYTES,
    overflow: limits.overflow ?? 'wait',
  };
}
