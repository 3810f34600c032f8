import type { Command } from '../command.ts';
import { apachesUsage } from '../help/apaches-usage.ts';
import type { OutputFormat } from '../output/output.ts';
import type { Shell } from '../shell.ts';
import { nearest } from './nearest.ts';
import { ShellError } from './shell-error.ts';

/** Apache's list of commands and its last line, then what was probably meant; in JSON without the list. Source: `ZooKeeperMain.usage`. */
export function unknownCommand(name: string, { commands }: Shell, format: OutputFormat): ShellError {
  const list = format === 'json' ? [] : apachesUsage(commands);
  const lines = [...list, `Command not found: Command not found ${name}`, ...adviceFor(name, commands)];
  return new ShellError(lines.join('\n'), { exitCode: 127 });
}

function adviceFor(name: string, commands: readonly Command[]): string[] {
  if (ADDRESS.test(name)) return [`Did you mean -server ${name}?`];
  const meant = nearest(
    name,
    commands.map((command) => command.name),
  );
  return meant === undefined ? [] : [`Did you mean "${meant}"? "help ${meant}" tells how it is used.`];
}

/** The first server of a connect string, with its port. */
const ADDRESS = /^[\w.[\]:-]+:\d+(?:[,/].*)?$/u;
