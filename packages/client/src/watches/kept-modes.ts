import { ErrorCode, WatcherType } from '@zookit/protocol';
import type { CallShape } from '../session/call-shape.ts';
import { isSafeToRepeat } from '../session/safe-to-repeat.ts';
import { addWatchShape, modeOf } from './add-watch-shape.ts';
import { checkWatchesShape } from './check-watches-shape.ts';
import type { Postponed } from './postponed.ts';
import type { WatchTable } from './watch-table.ts';

/** What {@link KeptModes} must be told. */
export interface KeptModesInit {
  readonly table: WatchTable;
  readonly postponed: Postponed;
  /** Sends a request that nobody waits for. Without an answer there is no code. */
  readonly ask: <Request extends { readonly path: string }, Response>(
    shape: CallShape<Request, Response, undefined>,
    request: Request,
    onAnswer: (code: number | undefined) => void,
  ) => void;
  /** The server watches a path in this mode again: what happened in between was not told. */
  readonly onSetAgain: (path: string, mode: 'persistent' | 'recursive') => void;
}

/**
 * Sees to it that servers before 3.9, which keep but one mode for a path, the last, watch in the one that the others can rest
 * on. From the moment in which that is in doubt until it is set again none rests on it.
 */
export class KeptModes {
  readonly #init: KeptModesInit;

  constructor(init: KeptModesInit) {
    this.#init = init;
  }

  /** Where both modes are wanted, the recursive one is what the other rests on. */
  keepAny(path: string): void {
    this.keep(path, this.#init.table.at(path)?.has('recursive') === true ? 'recursive' : 'persistent');
  }

  /**
   * Has a server before 3.9 watch in this mode again, if that is what it is: it does not know how to be asked. Watches for one
   * event that are answered meanwhile do not count: they were asked for before it is set again.
   */
  keep(path: string, mode: 'persistent' | 'recursive'): void {
    const watched = this.#init.table.at(path);
    if (watched?.has(mode) !== true || watched.doubt !== undefined) return;
    watched.doubt = 'open';
    const type = mode === 'recursive' ? WatcherType.PersistentRecursive : WatcherType.Persistent;
    this.#init.ask(checkWatchesShape, { path, type }, (code) => {
      watched.doubt = undefined;
      if (code === ErrorCode.MarshallingError) this.setAgain(path, mode);
      else if (isPostponed(code)) this.#later(path, () => this.keep(path, mode));
    });
  }

  /** Has the server watch in this mode again, where another took its place. */
  setAgain(path: string, mode: 'persistent' | 'recursive'): void {
    const watched = this.#init.table.at(path);
    if (watched?.has(mode) !== true) return;
    watched.doubt = 'ending';
    this.#init.ask(addWatchShape, { path, mode: modeOf(mode) }, (code) => {
      watched.doubt = undefined;
      if (code === 0) this.#init.onSetAgain(path, mode);
      else if (isPostponed(code)) this.#later(path, () => this.setAgain(path, mode));
    });
  }

  #later(path: string, task: () => void): void {
    const watched = this.#init.table.at(path);
    if (watched === undefined) return;
    watched.doubt = 'open';
    this.#init.postponed.later(() => {
      watched.doubt = undefined;
      task();
    });
  }
}

/** Whether a server says that it may do later what it was asked for. */
function isPostponed(code: number | undefined): boolean {
  return code !== undefined && isSafeToRepeat(code, 'read');
}
