import type { Command } from './command.ts';
import { get } from './commands/get.ts';
import { help } from './commands/help.ts';
import { fourLetterWord } from './commands/four-letter-word.ts';
import { exit, quit } from './commands/quit.ts';
import { status } from './commands/status.ts';
import { top } from './commands/top.ts';
import { version } from './commands/version.ts';

/** Every command of the shell, in the order of the alphabet. */
export const commands: readonly Command[] = [fourLetterWord, exit, get, help, quit, status, top, version];
