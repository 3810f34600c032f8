import { Command } from 'commander';
import { addChopCommand } from './commands/chop.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addLogCommand } from './commands/log.ts';
import { addPurgeCommand } from './commands/purge.ts';
import { addRepairCommand } from './commands/repair.ts';
import { addSnapshotCommand } from './commands/snapshot.ts';
import { addSummaryCommand } from './commands/summary.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { packageVersion } from '../package-version.ts';
import type { ToolIo } from './tool-io.ts';

const FOOTER = `
Exit codes:
  0  done, and nothing is wrong with the files
  1  the files are damaged, or differ; or a question was answered with no
  2  the arguments make no sense, or name what cannot be read or written; compare: a snapshot is damaged
  3  the tool itself is wrong

\`zookit-txnlog help <command>\` tells more, with examples.`;

/** The command line of the tool. */
export function createProgram(io: ToolIo): Command {
  const program = new Command('zookit-txnlog')
    .description("Looks into ZooKeeper's transaction logs and snapshots, and mends them.")
    .version(`zookit-txnlog ${packageVersion()}`, '--version', 'prints the version')
    .helpOption('-h, --help', 'prints this')
    .helpCommand('help [command]', 'tells more about a command')
    .addHelpText('after', FOOTER)
    .configureOutput({
      writeOut: (text) => void io.out(text),
      writeErr: (text) => {
        io.err(text);
      },
      outputError: (text, write) => {
        write(text.replace(/^error: (?:command-(?=argument))?/u, 'zookit-txnlog: '));
      },
    })
    .configureHelp({ helpWidth: 120 })
    .showHelpAfterError('`zookit-txnlog --help` tells how to use it.')
    .exitOverride();
  addLogCommand(program, io);
  addChopCommand(program, io);
  addRepairCommand(program, io);
  addVerifyCommand(program, io);
  addSnapshotCommand(program, io);
  addCompareCommand(program, io);
  addSummaryCommand(program, io);
  addPurgeCommand(program, io);
  return program;
}
