import type { Command } from '../command.ts';
import { unknownCommand } from '../failure/unknown-command.ts';
import { commandList } from '../help/command-list.ts';
import { usageLines } from '../help/usage-lines.ts';

/** `help`, which tells what the commands do. */
export const help: Command = {
  name: 'help',
  usage: '[command]',
  summary: 'Lists the commands, or tells how one is used.',
  options: [],
  words: [{ name: 'command', kind: 'command', isOptional: true }],
  isLocal: true,
  async run({ shell, output }, given) {
    const [name] = given.words;
    if (name === undefined) return output.write(`${commandList(shell.commands).join('\n')}\n`);
    const command = shell.find(name);
    if (command === undefined) throw unknownCommand(name, shell, output.format);
    await output.write(`${usageLines(command, 'all').join('\n')}\n`);
  },
};
