import type { Command } from '../command.ts';

/** `quit`, which ends the shell with the exit code of the command before it. */
export const quit: Command = commandOf('quit');

/** `exit`, which is `quit`. */
export const exit: Command = commandOf('exit');

function commandOf(name: string): Command {
  return {
    name,
    usage: '',
    summary: 'Closes the session and ends the shell, with the exit code of the last command.',
    options: [],
    words: [],
    isLocal: true,
    run: ({ shell }) => shell.end(),
  };
}
