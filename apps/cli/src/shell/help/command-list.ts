import type { Command } from '../command.ts';

/** A line for each command: its name, and what it does. */
export function commandList(commands: readonly Command[]): string[] {
  const shown = commands.filter(({ isHidden }) => isHidden !== true);
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    'Commands:',
    ...shown.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '"help <command>" tells how it is used. Options may stand before or behind the words.',
  ];
}
