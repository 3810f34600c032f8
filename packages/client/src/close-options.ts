import { flagRule, type OptionRules, timeRule } from './option-rules.ts';

/** How `close` is to end the client. */
export interface CloseOptions {
  /** How long to wait for what was sent, in ms. Default: as long as a call may take. */
  readonly timeoutMs?: number | undefined;
  /** Whether the session lives on. Default: no. */
  readonly keepSession?: boolean | undefined;
}

/** What the options of `close` must be. */
export const closeRules: OptionRules<CloseOptions> = { timeoutMs: timeRule, keepSession: flagRule };
