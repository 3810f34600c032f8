import type { Command } from './command.ts';
import { get } from './commands/get.ts';
import { help } from './commands/help.ts';
import { exit, quit } from './commands/quit.ts';
import { version } from './commands/version.ts';

/** Every command of the shell, in the order of the alphabet. */
export const commands: readonly Command[] = [exit, get, help, quit, version];
