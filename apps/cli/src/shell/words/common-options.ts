import type { Command } from '../command.ts';
import type { Output, OutputFormat } from '../output/output.ts';
import type { CommandOption } from './command-option.ts';
import type { ParsedWords } from './parsed-words.ts';

const common: readonly CommandOption[] = [
  { name: 'help', description: 'Tells how the command is used' },
  { name: 'output', value: 'format', description: 'How results are printed', choices: ['text', 'json'] },
];

/** What every command takes, unless it has an option of that name itself. */
export function commonOptions(command: Command): readonly CommandOption[] {
  return common.filter(({ name }) => !command.options.some((option) => option.name === name));
}

/** The shell's output, or one in the format that the command was given. */
export function outputFor(given: ParsedWords, output: Output): Output {
  const format = given.value('output') as OutputFormat | undefined;
  return format === undefined ? output : output.in(format);
}
