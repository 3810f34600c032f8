import type { Command } from 'commander';
import type { ToolIo } from '../tool-io.ts';

/** Adds `log`, which prints the transactions of logs. */
export function addLogCommand(program: Command, io: ToolIo): void {
  program
    .command('log')
    .description('prints the transactions of logs')
    .argument('<file...>', 'logs, such as version-2/log.1')
    .action(async (files: string[]) => {
      for (const file of files) await io.out(`${file}\n`);
    });
}
