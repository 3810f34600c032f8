import { type CallOptions, callRules } from '../call-options.ts';
import { functionRule, type OptionRules } from '../option-rules.ts';
import type { Watcher } from './watch-event.ts';

/** What a read can be told. */
export interface ReadOptions extends CallOptions {
  /**
   * Sets a watch for one event, in Apache's terms: called once, when what was read changes, before the reply to any read that
   * shows the change. It lives over reconnects, until it is called or removed by `removeWatches`. A function that is given
   * twice is called once.
   */
  readonly watcher?: Watcher | undefined;
}

/** What the options of a read must be. */
export const readRules: OptionRules<ReadOptions> = {
  ...callRules,
  watcher: functionRule,
};
