import { apachesUsage } from '../help/apaches-usage.ts';
import type { Shell } from '../shell.ts';
import { nearest } from './nearest.ts';
import { ShellError } from './shell-error.ts';

/** Apache's list of commands and its last line, and between them what was probably meant. Source: `ZooKeeperMain.usage`. */
export function unknownCommand(name: string, { commands }: Shell): ShellError {
  const meant = nearest(
    name,
    commands.map((command) => command.name),
  );
  const lines = [...apachesUsage(commands), `Command not found: Command not found ${name}`];
  if (meant !== undefined) lines.push(`Did you mean "${meant}"? "help ${meant}" tells how it is used.`);
  return new ShellError(lines.join('\n'), { exitCode: 127 });
}
