import type { Watcher } from '@zookit/client';
import type { Command } from './command.ts';
import type { CommandContext } from './command-context.ts';
import type { Connection } from './connection.ts';
import { failureLines } from './failure/failure-lines.ts';
import { unknownCommand } from './failure/unknown-command.ts';
import { usageLines } from './help/usage-lines.ts';
import { orAbandoned } from './or-abandoned.ts';
import type { Output } from './output/output.ts';
import type { Terminal } from './output/terminal.ts';
import { checkWords } from './words/check-words.ts';
import { commonOptions, outputFor } from './words/common-options.ts';
import type { ParsedWords } from './words/parsed-words.ts';
import { parseWords } from './words/parse-words.ts';
import { splitLine } from './words/split-line.ts';
import { UsageError } from './words/usage-error.ts';

/** What a {@link Shell} is made of. */
export interface ShellParts {
  readonly commands: readonly Command[];
  readonly connection: Connection;
  /** Told what the watches see that commands leave. */
  readonly watcher: Watcher;
  readonly output: Output;
  readonly terminal: Terminal;
}

/** Runs commands one after the other, and remembers what they leave behind. */
export class Shell {
  readonly commands: readonly Command[];
  readonly connection: Connection;
  /** What commands hand to the client where they leave a watch: it prints the event. */
  readonly watcher: Watcher;
  /** Whether watch events are printed. */
  printsWatches = true;
  readonly #output: Output;
  readonly #terminal: Terminal;
  readonly #history: string[] = [];
  #exitCode = 0;
  #isOver = false;

  constructor({ commands, connection, watcher, output, terminal }: ShellParts) {
    this.commands = commands;
    this.connection = connection;
    this.watcher = watcher;
    this.#output = output;
    this.#terminal = terminal;
  }

  /** Of the last command: 0 if it went well, 127 if there is no such command, else 1. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** The lines that were not empty, from the start of the shell. */
  get history(): readonly string[] {
    return this.#history;
  }

  /** Whether a command has ended the shell. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The command of that name. */
  find(name: string): Command | undefined {
    return this.commands.find((command) => command.name === name);
  }

  /** Runs a typed line. */
  async runLine(line: string, signal: AbortSignal): Promise<void> {
    const words = splitLine(line);
    if (words.length === 0) return;
    this.#history.push(line.trim());
    await this.run(words, signal);
  }

  /** Runs a line of the history, which takes the place of the one that asked for it. */
  async redo(line: string, signal: AbortSignal): Promise<void> {
    this.#history[this.#history.length - 1] = line;
    await this.run(splitLine(line), signal);
  }

  /** Runs a command; what goes wrong is printed. */
  async run(words: readonly string[], signal: AbortSignal): Promise<void> {
    const [name = '', ...rest] = words;
    const command = this.find(name);
    const codeBefore = this.#exitCode;
    let output = this.#output;
    try {
      if (command === undefined) throw unknownCommand(name, this, output.format);
      const given = parseWords(rest, [...command.options, ...commonOptions(command)]);
      output = outputFor(given, output);
      this.#exitCode = 0;
      await this.#runCommand(command, given, output, signal);
      if (this.#isOver) this.#exitCode = codeBefore;
    } catch (error) {
      this.#exitCode = fail(error, command, output, signal);
    }
  }

  /** Makes the command that runs count as failed, though it goes on: with the rest of a subtree, say. */
  markFailed(exitCode = 1): void {
    this.#exitCode = exitCode;
  }

  /** Ends the shell behind this command, with the exit code of the one before. */
  end(): void {
    this.#isOver = true;
  }

  async #runCommand(command: Command, given: ParsedWords, output: Output, signal: AbortSignal): Promise<void> {
    if (given.has('help')) return output.write(`${usageLines(command, 'all').join('\n')}\n`);
    checkWords(command, given);
    signal.throwIfAborted();
    if (command.isLocal !== true) await this.connection.ready(signal);
    await orAbandoned(command.run(this.#contextOf(output, signal), given), signal);
  }

  #contextOf(output: Output, signal: AbortSignal): CommandContext {
    const { connection } = this;
    return {
      get client() {
        return connection.client;
      },
      shell: this,
      output,
      terminal: this.#terminal,
      signal,
    };
  }
}

/** Tells what went wrong, and what the exit code is then. */
function fail(error: unknown, command: Command | undefined, output: Output, signal: AbortSignal): number {
  const { lines, exitCode } = failureLines(error, { command, isAborted: signal.aborted, format: output.format });
  for (const line of lines) output.failure(line);
  if (error instanceof UsageError && command !== undefined && output.format === 'text') {
    for (const line of usageLines(command, command.showsOptions === true ? 'options' : 'line')) output.note(line);
  }
  return exitCode;
}
