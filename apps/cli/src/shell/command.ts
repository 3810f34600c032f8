import type { CommandContext } from './command-context.ts';
import type { CommandOption } from './words/command-option.ts';
import type { ParsedWords } from './words/parsed-words.ts';

/** What a word of a command is, for completion: `path` of a znode, a `file`, the name of a `command`, or anything. */
export type WordKind = 'path' | 'file' | 'command' | 'text';

/** A word of a command that is no option. */
export interface CommandWord {
  /** What it is called where it is missing. */
  readonly name: string;
  readonly kind: WordKind;
  readonly isOptional?: boolean;
  /** Whether there may be several, as the last word of a command. */
  readonly isRepeatable?: boolean;
  /** All values that it may have. */
  readonly choices?: readonly string[];
  /** Whether the command itself looks at what it is. Default: it must be one of the choices, or a path that a znode can have. */
  readonly isUnchecked?: boolean;
}

/** A command of the shell. */
export interface Command {
  readonly name: string;
  /** Its options and words, as help texts show them behind the name; for Apache's commands, Apache's line. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What else there is to know, in lines of at most 100 characters. */
  readonly details?: string;
  readonly examples?: readonly string[];
  readonly options: readonly CommandOption[];
  readonly words: readonly CommandWord[];
  /** Whether it does without a session. Default: it waits for one. */
  readonly isLocal?: boolean;
  /** Whether it shows how it is used with a table of its options. Default: the line alone, as Apache's do. */
  readonly showsOptions?: boolean;
  /** What it ends with if it fails. Default: 1. */
  readonly failureCode?: number;
  /** Whether lists of commands leave it out, as an older name of another command. */
  readonly isHidden?: boolean;
  /** Does it. What it throws is told to the user: as few of it as possible is {@link ShellError}'s own. */
  run(context: CommandContext, given: ParsedWords): Promise<void> | void;
}
