import type { Readable, Writable } from 'node:stream';

/** What the shell gets from outside: the streams of a process, or of a test. */
export interface ShellIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether standard input is a terminal; likewise the others. */
  readonly isInputTerminal: boolean;
  readonly isOutputTerminal: boolean;
  readonly isErrorTerminal: boolean;
  /** The size of the terminal; undefined when there is none. */
  readonly size: () => { readonly columns: number; readonly rows: number } | undefined;
  /** Whether keys come as they are pressed, which a line editor needs. Where there is no terminal, it does nothing. */
  readonly setRawMode: (isRaw: boolean) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How the program was called: the last name of its path. */
  readonly programName: string;
  /** Calls `listener` for each Ctrl-C, or what is sent in its place. The function returned ends that. */
  readonly onInterrupt: (listener: () => void) => () => void;
}
