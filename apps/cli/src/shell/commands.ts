import type { Command } from './command.ts';
import { diff } from './commands/diff.ts';
import { edit } from './commands/edit.ts';
import { exportCommand } from './commands/export.ts';
import { find } from './commands/find.ts';
import { fourLetterWord } from './commands/four-letter-word.ts';
import { get } from './commands/get.ts';
import { help } from './commands/help.ts';
import { importCommand } from './commands/import.ts';
import { exit, quit } from './commands/quit.ts';
import { status } from './commands/status.ts';
import { top } from './commands/top.ts';
import { tree } from './commands/tree.ts';
import { version } from './commands/version.ts';
import { watch } from './commands/watch.ts';

/** Every command of the shell, in the order of the alphabet. */
export const commands: readonly Command[] = [
  fourLetterWord,
  diff,
  edit,
  exit,
  exportCommand,
  find,
  get,
  help,
  importCommand,
  quit,
  status,
  top,
  tree,
  version,
  watch,
];
