import { type Progress, silentProgress, TerminalProgress } from './progress.ts';

/** Formats of `util.styleText` that the shell uses. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta';

/** What the shell's surroundings can do. */
export interface Terminal {
  /** Whether a user sits at it: input and output are a terminal. */
  readonly isInteractive: boolean;
  /** Whether standard output takes colours. */
  readonly hasColours: boolean;
  /** Its width, in characters; 80 when it has none. */
  readonly columns: number;
  /** Its height, in lines; 24 when it has none. */
  readonly rows: number;
  /** Text in a style, where there are colours. */
  style(style: Style, text: string): string;
  /** Shows how far long work is, on standard error, where that is a terminal; nowhere else. */
  progress(title: string): Progress;
  /** Calls `listener` for each key that is pressed, until what it gives back is disposed of; for work that the terminal is lent to. */
  readKeys(listener: (key: string) => void): Disposable;
  /** Leaves the terminal to `work`, such as an editor, and takes it back. */
  lend<T>(work: () => Promise<T>): Promise<T>;
}

/** What {@link createTerminal} is made of. */
export interface TerminalFacts {
  readonly isInteractive: boolean;
  readonly hasColours: boolean;
  /** Whether standard error is a terminal. */
  readonly showsProgress: boolean;
  /** Undefined when there is none. */
  readonly size: () => { readonly columns: number; readonly rows: number } | undefined;
  readonly styleText: (style: Style, text: string) => string;
  readonly writeProgress: (text: string) => void;
  readonly readKeys: (listener: (key: string) => void) => Disposable;
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A terminal, or what stands in for one. */
export function createTerminal(facts: TerminalFacts): Terminal {
  return {
    isInteractive: facts.isInteractive,
    hasColours: facts.hasColours,
    get columns() {
      return facts.size()?.columns ?? 80;
    },
    get rows() {
      return facts.size()?.rows ?? 24;
    },
    style: (style, text) => (facts.hasColours ? facts.styleText(style, text) : text),
    progress: (title) =>
      facts.showsProgress
        ? new TerminalProgress(title, facts.writeProgress, () => facts.size()?.columns ?? 80)
        : silentProgress,
    readKeys: (listener) => facts.readKeys(listener),
    lend: (work) => facts.lend(work),
  };
}
