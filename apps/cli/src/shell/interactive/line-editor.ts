import { createInterface, cursorTo, moveCursor, clearScreenDown, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ShellIo } from '../shell-io.ts';

/** What a {@link LineEditor} is told. */
export interface LineEditorOptions {
  /** Earlier lines, the latest first. */
  readonly history: readonly string[];
  /** Ways to go on with what stands before the cursor, and the part of it that they replace. */
  readonly complete: (text: string) => Promise<readonly [string[], string]>;
  /** Ctrl-C where no line is being typed. */
  readonly onInterrupt: () => void;
}

/** Reads lines from a terminal, and prints without tearing the one that is being typed. */
export class LineEditor {
  readonly #io: ShellIo;
  readonly #interface: Interface;
  readonly #typedAhead: string[] = [];
  readonly #onInterrupt: () => void;
  #prompt: () => string = () => '';
  #isEditing = false;
  #isClosed = false;
  #answer: ((line: string | undefined) => void) | undefined;

  constructor(io: ShellIo, { history, complete, onInterrupt }: LineEditorOptions) {
    this.#io = io;
    this.#onInterrupt = onInterrupt;
    this.#interface = createInterface({
      input: io.stdin,
      output: this.#echo(),
      terminal: true,
      history: [...history],
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: (text: string, done: (error: null, result: [string[], string]) => void) => {
        void complete(text).then(([hits, replaced]) => done(null, [hits, replaced]));
      },
    });
    this.#interface.on('line', (line) => this.#entered(line));
    this.#interface.on('close', () => this.#closed());
    this.#interface.on('SIGINT', () => this.#interrupted());
  }

  /** Asks for a line. Resolves to undefined when there is no more, as after Ctrl-D. */
  async ask(prompt: () => string): Promise<string | undefined> {
    const line = this.#typedAhead.shift();
    if (line !== undefined) {
      this.#io.stdout.write(`${prompt()}${line}\n`);
      return line;
    }
    if (this.#isClosed) return undefined;
    this.#prompt = prompt;
    this.#isEditing = true;
    this.#redraw();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  /** Prints whole lines: above the one that is being typed. */
  print(text: string): void {
    if (!this.#isEditing) return void this.#io.stdout.write(text);
    this.#erase();
    this.#io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    this.#redraw();
  }

  /** Draws the prompt again, which says something else now. */
  refresh(): void {
    if (!this.#isEditing) return;
    this.#erase();
    this.#redraw();
  }

  /** Leaves the terminal to `work`, with all keys that are pressed meanwhile, and takes it back. Ctrl-C is for who has it. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    const { setRawMode, stdin } = this.#io;
    const ended = this.#io.onInterrupt(() => undefined);
    const listeners = stdin.listeners('keypress') as ((...key: unknown[]) => void)[];
    stdin.removeAllListeners('keypress');
    this.#interface.pause();
    setRawMode(false);
    try {
      return await work();
    } finally {
      ended();
      for (const listener of listeners) stdin.on('keypress', listener);
      setRawMode(true);
      this.#interface.resume();
    }
  }

  close(): void {
    this.#interface.close();
  }

  /** What readline prints: only while a line is being typed, so that keys pressed meanwhile do not mix with a command's output. */
  #echo(): Writable {
    const { stdout, size } = this.#io;
    const echo = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        if (this.#isEditing) stdout.write(chunk);
        done();
      },
    });
    Object.defineProperty(echo, 'columns', { get: () => size()?.columns ?? 80 });
    Object.defineProperty(echo, 'rows', { get: () => size()?.rows ?? 24 });
    stdout.on('resize', () => echo.emit('resize'));
    return echo;
  }

  #entered(line: string): void {
    this.#isEditing = false;
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined) this.#typedAhead.push(line);
    else answer(line);
  }

  #closed(): void {
    if (this.#isEditing) this.#io.stdout.write('\n');
    this.#isClosed = true;
    this.#isEditing = false;
    this.#answer?.(undefined);
  }

  #interrupted(): void {
    if (!this.#isEditing) {
      this.#typedAhead.length = 0;
      return this.#onInterrupt();
    }
    this.#io.stdout.write('^C\n');
    this.#isEditing = false;
    this.#interface.write(null, { ctrl: true, name: 'e' });
    this.#interface.write(null, { ctrl: true, name: 'u' });
    this.#isEditing = true;
    this.#redraw();
  }

  #erase(): void {
    const { stdout } = this.#io;
    moveCursor(stdout, 0, -this.#interface.getCursorPos().rows);
    cursorTo(stdout, 0);
    clearScreenDown(stdout);
  }

  #redraw(): void {
    this.#interface.setPrompt(this.#prompt());
    // readline goes to the first row of what it has drawn last, which is no longer there.
    (this.#interface as Interface & { prevRows?: number }).prevRows = 0;
    this.#interface.prompt(true);
  }
}
