import type { ConnectionState } from './connection-state.ts';
import { flagRule, nameOf, type OptionRules, problemOfOptions, signalRule } from './option-rules.ts';
import type { EnsembleUpdate } from './watches/ensemble-tracking.ts';

/** A change of the {@link ConnectionState}. */
export interface StateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
}

/** The events of a {@link ZooKeeper}. */
export interface ClientEventMap {
  /** The state has changed; told once for each change, in order. */
  readonly state: CustomEvent<StateChange>;
  /** The ensemble has another list of servers, which the client has taken; told with `ensembleTracking` only. */
  readonly ensemble: CustomEvent<EnsembleUpdate>;
}

/** How a listener is added. */
export interface ListenerOptions {
  readonly signal?: AbortSignal | undefined;
  readonly once?: boolean | undefined;
}

const EVENTS: readonly string[] = ['state', 'ensemble'] satisfies (keyof ClientEventMap)[];
const listenerRules: OptionRules<ListenerOptions> = { signal: signalRule, once: flagRule };

/** What is wrong with an event and the options of its listener; undefined if nothing is. */
export function problemOfListener(type: unknown, options: unknown): string | undefined {
  if (EVENTS.includes(type as string)) return problemOfOptions(options, listenerRules);
  return `there is no event ${nameOf(type)}; there are ${EVENTS.join(', ')}`;
}
