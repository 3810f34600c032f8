import type { Command } from '../command.ts';
import { type CommandOption, writtenOption } from '../words/command-option.ts';
import { commonOptions } from '../words/common-options.ts';

/** How a command is used: the line alone, with its options in Apache's layout, or all there is to know. */
export function usageLines(command: Command, extent: 'line' | 'options' | 'all'): string[] {
  const line = `${command.name} ${command.usage}`;
  if (extent === 'line') return [line];
  if (extent === 'options') return [line, ...optionLines(command.options), ''];
  const details = command.details === undefined ? [] : ['', ...command.details.trim().split('\n')];
  const examples =
    command.examples === undefined ? [] : ['', 'Examples:', ...command.examples.map((one) => `  ${one}`)];
  const options = [...command.options, ...commonOptions(command)];
  return [line, '', command.summary, ...details, '', 'Options:', ...optionLines(options), ...examples];
}

/** A line for each option, in the order of the alphabet. Source: `HelpFormatter` of Commons CLI. */
function optionLines(options: readonly CommandOption[]): string[] {
  const sorted = [...options].sort((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const names = sorted.map((option) => writtenWithValue(option));
  const width = Math.max(0, ...names.map((name) => name.length));
  return sorted.map((option, index) => ` ${names[index]!.padEnd(width)}   ${descriptionOf(option)}`);
}

function writtenWithValue(option: CommandOption): string {
  return option.value === undefined ? writtenOption(option) : `${writtenOption(option)} <${option.value}>`;
}

function descriptionOf({ description, choices }: CommandOption): string {
  return choices === undefined ? description : `${description} (${choices.join(', ')})`;
}
